"""A mail server of the tests."""

import email
import email.policy
import socketserver
import threading
import time


def text_of(message):
    """The body of a message as people read it."""
    return email.message_from_bytes(message, policy=email.policy.default).get_content()


class MailServer:
    """Answers as it is told, by the verb; keeps who was written to."""

    def __init__(self):
        self.answers, self.talks, self.taken, self.mails = {}, 0, [], []
        mail_server = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, verb, usual):
                text = mail_server.answers.get(verb, usual)
                self.wfile.write(text.encode() + b"\r\n")
                return text == usual

            def handle(self):
                mail_server.talks += 1
                self.say("CONNECT", "220 mail")
                for line in self.rfile:
                    verb = line[:4].decode().upper()
                    if verb == "QUIT":
                        return
                    if verb == "EHLO":
                        self.say("EHLO", "250-mail\r\n250 AUTH PLAIN")
                    elif verb == "DATA" and self.say("DATA", "354 go on"):
                        message = b"".join(iter(self.rfile.readline, b".\r\n"))
                        if self.say("END", "250 queued"):
                            mail_server.mails.append((mail_server.taken[-1], text_of(message)))
                    elif verb == "AUTH" and self.say("AUTH", "334 "):
                        self.rfile.readline()
                        self.wfile.write(b"235 fine\r\n")
                    elif verb not in ("DATA", "AUTH"):
                        well = self.say(verb, "250 fine")
                        if well and verb == "RCPT":
                            mail_server.taken.append(line.decode().strip()[9:-1])

        self.listener = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.listener.daemon_threads = True
        self.settings = {
            "SHOUZE_MAIL_URL": f"smtp://127.0.0.1:{self.listener.server_address[1]}",
            "SHOUZE_MAIL_FROM": "守责 <wangan@school.example>",
            "SHOUZE_MAIL_USER": "xxzx@school.example", "SHOUZE_MAIL_PASSWORD": "secret-7",
            "SHOUZE_MAIL_REQUIRE_TLS": "false"}
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()

    def newest_to(self, address, containing, seconds=30):
        """The text of the last mail to somebody that has this in it; waits for one to come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for to, text in reversed(self.mails):
                if to == address and containing in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no such mail to {address}: {self.mails}")
