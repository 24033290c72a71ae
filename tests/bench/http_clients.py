"""Many clients at once over plain sockets: each waits for its answer before it asks again.

One thread and prepared bytes, so that what is measured is the server, not Python's HTTP.
"""

import json
import selectors
import socket
import time


def request_bytes(method, path, host, cookie, body=None):
    """A whole request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}",
             f"Cookie: {cookie}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


class Client:
    """A connection; reads whole answers (the server gives their length)."""

    def __init__(self, origin):
        host, _, port = origin.rpartition(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def send(self, request):
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self):
        """(status, body) once all of it is there, None before."""
        part = self.socket.recv(1 << 16)
        if not part:
            raise AssertionError(f"connection closed after {self.received!r}")
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        at = head.lower().index(b"content-length:") + len(b"content-length:")
        length = int(head[at:].split(b"\r\n", 1)[0])
        return (int(head[9:12]), body) if len(body) >= length else None

    def ask(self, request):
        self.send(request)
        while True:
            answer = self.receive()
            if answer:
                return answer


class Run:
    """What came of asking: how long it took, each answer's time, the bodies in order of asking."""

    def __init__(self, seconds=0.0, times=(), answers=()):
        self.seconds, self.times, self.answers = seconds, list(times), list(answers)

    def add(self, other):
        self.seconds += other.seconds
        self.times += other.times

    @property
    def rate(self):
        return len(self.times) / self.seconds

    def ms(self, share):
        """The time that this share of the answers stayed within."""
        times = sorted(self.times)
        return 1000 * times[min(int(len(times) * share), len(times) - 1)]


class Crowd:
    """Clients at once, whose connections stay open from one run to the next."""

    def __init__(self, origin, count):
        self.clients = [Client(origin) for _ in range(count)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for client in self.clients:
            client.socket.close()

    def ask_all(self, requests):
        """Whoever is free takes the next request; every answer must be a 200."""
        times, answers = [], [None] * len(requests)
        left = iter(enumerate(requests))
        selector = selectors.EpollSelector()
        begun = time.perf_counter()
        for client in self.clients[:len(requests)]:
            number, request = next(left)
            selector.register(client.socket, selectors.EVENT_READ, [client, number])
            client.send(request)
        while selector.get_map():
            for key, _ in selector.select():
                client, number = key.data
                answer = client.receive()
                if answer is None:
                    continue
                times.append(time.perf_counter() - client.sent_at)
                assert answer[0] == 200, answer
                answers[number] = answer[1]
                key.data[1], request = next(left, (None, None))
                if request is None:
                    selector.unregister(client.socket)
                else:
                    client.send(request)
        seconds = time.perf_counter() - begun
        selector.close()
        return Run(seconds, times, answers)
