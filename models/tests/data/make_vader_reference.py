"""Writes vader_reference.tsv (id and compound score of PyPI vaderSentiment 3.3.2 for each tweet) and
vader_more.tsv (score and text: sentences on the rules one by one, and random rows of words that they are about).

    python3 -m venv venv && venv/bin/pip install vaderSentiment==3.3.2
    venv/bin/python make_vader_reference.py
"""
import random
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

here = Path(__file__).parent
analyzer = SentimentIntensityAnalyzer()
with open(here / "vader_reference.tsv", "w", encoding="utf-8") as out:
    for line in (here / "vader_tweets_ground_truth.txt").read_text("utf-8").split("\n"):
        if line.strip():
            number, _, text = line.split("\t", 2)
            out.write(f"{number}\t{analyzer.polarity_scores(text)['compound']:.4f}\n")

SENTENCES = [
    "VADER is smart, handsome, and funny.",
    "Not bad at all",
    "Today SUX!",
    "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
    "The book was kind of good.",
    "The plot was good, but the characters are uncompelling and the dialog is not great.",
    "Catch utf-8 emoji such as 💘 and 💋 and 😁",
    "😀😀 bad😡",
    "I am at least happy",
    "least happy ever",
    "the very least good",
    "He was never so happy",
    "without a doubt great",
    "without doubt great",
    "no good at all",
    "no bad or good thing",
    "this is the shit",
    "to die for cake",
    "a beating heart",
    "that is yeah right ok good",
    "sort of nice place",
    "it is just enough good",
    "GOOD BAD",
    "good good but bad bad good",
    "bad but",
    "but good",
    "what???? good",
    "what?? bad",
    "good\u00a0bad",
    "ÉÉN good",
    "dž GOOD bad",
    "x\u001cgood",
    "isn't it n't good",
    "👍🏽 ok",
    "🇳🇱 good",
    "no",
    "no good",
    "not",
    "!!!",
    "",
    "no no no good",
    "🤷‍♀️ sad",
]
WORDS = (
    "not good BAD but really very so never this least at no or nor kind of sort just enough without doubt the shit bomb bad ass great! horrible 😀 😡 happy, SAD isn't hardly GREAT lol :) :( to die for beating heart yeah right wtf only less"
).split()
random.seed(5)
for _ in range(1500):
    SENTENCES.append(" ".join(random.choice(WORDS) for _ in range(random.randint(1, 12))))
with open(here / "vader_more.tsv", "w", encoding="utf-8") as out:
    for text in filter(None, SENTENCES):
        out.write(f"{analyzer.polarity_scores(text)['compound']:.4f}\t{text}\n")
