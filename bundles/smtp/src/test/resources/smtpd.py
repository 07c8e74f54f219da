"""An SMTP server for tests: prints what it received as one line of JSON a message. Usage: smtpd.py CERT KEY"""

import asyncio
import email
import email.policy
import hashlib
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def shown(content):
    """Long content as its length and digest: a report must fit into a pipe."""
    if len(content) > 10_000:
        return f"{len(content)} {hashlib.sha256(content).hexdigest()}"
    return content.decode("utf-8", "backslashreplace")


def part(message):
    return {
        "type": message.get_content_type(),
        "name": message.get_filename(),
        "id": message["content-id"],
        "disposition": message.get_content_disposition(),
        "content": None if message.is_multipart() else shown(message.get_payload(decode=True)),
        "parts": [part(p) for p in message.iter_parts()] if message.is_multipart() else [],
    }


class Handler:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        defects = [str(d) for p in message.walk() for d in p.defects]
        print(json.dumps({
            "from": envelope.mail_from,
            "rcpt": envelope.rcpt_tos,
            "subject": message["subject"],
            "header_from": message["from"],
            "to": message["to"],
            "tls": session.ssl is not None,
            "user": session.auth_data.decode() if session.auth_data else None,
            "options": envelope.mail_options,
            "defects": defects,
            "body": part(message),
            "length": len(envelope.content),
        }), flush=True)
        return "250 accepted"


def authenticate(server, session, envelope, mechanism, data):
    if not isinstance(data, LoginPassword) or data.password != b"secret":
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=data.login)


async def serve():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    loop = asyncio.get_running_loop()

    def factory():
        return SMTP(Handler(), hostname="test", tls_context=context, authenticator=authenticate, auth_require_tls=False,
                    data_size_limit=50_000_000)

    server = await loop.create_server(factory, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
