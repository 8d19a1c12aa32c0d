<?php

// Laravel: the route that gives the view its tokens. Needs `composer require firebase/php-jwt`.
//
//   // routes/web.php, outside of the middleware `auth`, which redirects to a login page
//   Route::get('/klantbeeld-token', KlantbeeldTokenController::class);
//
//   // config/services.php
//   'klantbeeld' => ['private_key' => base_path('crm.private.pem')],

declare(strict_types=1);

namespace App\Http\Controllers;

use Firebase\JWT\JWT;
use Illuminate\Http\Request;
use Illuminate\Http\Response;

final class KlantbeeldTokenController
{
    public function __invoke(Request $request): Response
    {
        $user = $request->user();
        if ($user === null) {
            // A plain 401: a redirect to a login page would arrive as the token.
            return response('', 401);
        }
        $customer = (string) $request->query('customer', '');
        if ($customer !== '' && !$this->mayOpen($user, $customer)) {
            return response('', 403);
        }
        $now = time();
        $claims = [
            'sub' => (string) $user->getAuthIdentifier(),
            'name' => (string) $user->name,
            'tenant' => 'default',
            'role' => 'agent',
            'aud' => 'klantbeeld',
            'iat' => $now,
            'exp' => $now + 300,
            // Without a customer the view searches: for that it needs them all.
            'customers' => $customer === '' ? '*' : [$customer],
        ];
        $key = file_get_contents(config('services.klantbeeld.private_key'));
        $token = JWT::encode($claims, $key, 'ES256', 'crm');

        return response($token, 200, ['Content-Type' => 'text/plain', 'Cache-Control' => 'no-store']);
    }

    /** Your own rule: whether this person may see this customer. */
    private function mayOpen(object $user, string $customer): bool
    {
        return true;
    }
}
