/** A receiver in plain PHP. */
export const PHP = {
  'standard-webhooks': `<?php
$secret = getenv('WEBHOOK_SECRET');
$key = base64_decode(preg_replace('/^whsec_/', '', $secret));
$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));

$signed = false;
foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
    $signed = hash_equals($expected, $given) || $signed;
}
if (!$signed || abs(time() - (int) $timestamp) > 300) {
    http_response_code(401);
    exit;
}

$event = json_decode($body, true);
error_log($event['event']);
http_response_code(204);
`,
  woocommerce: `<?php
$secret = getenv('WEBHOOK_SECRET');
$body = file_get_contents('php://input');
$expected = base64_encode(hash_hmac('sha256', $body, $secret, true));

if (!hash_equals($expected, $_SERVER['HTTP_X_WC_WEBHOOK_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit;
}

$event = json_decode($body, true);
error_log($event['event']);
http_response_code(204);
`,
} as const;
