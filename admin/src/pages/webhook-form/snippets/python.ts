/** A receiver with Flask. */
export const PYTHON = {
  'standard-webhooks': `import base64, hashlib, hmac, os, time
from flask import Flask, request

app = Flask(__name__)
key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def is_signed(headers, body):
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    content = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, content, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    given = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(expected, one) for one in given)


@app.post("/webhooks/strapi")
def receive():
    if not is_signed(request.headers, request.get_data()):
        return "", 401
    print(request.json["event"])
    return "", 204
`,
  woocommerce: `import base64, hashlib, hmac, os
from flask import Flask, request

app = Flask(__name__)
secret = os.environ["WEBHOOK_SECRET"].encode()


def is_signed(headers, body):
    digest = hmac.new(secret, body, hashlib.sha256).digest()
    expected = base64.b64encode(digest).decode()
    return hmac.compare_digest(expected, headers["X-WC-Webhook-Signature"])


@app.post("/webhooks/strapi")
def receive():
    if not is_signed(request.headers, request.get_data()):
        return "", 401
    print(request.json["event"])
    return "", 204
`,
} as const;
