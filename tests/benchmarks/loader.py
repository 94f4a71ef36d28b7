"""Asks a server for one page over and over, as `python -m tests.benchmarks.loader PORT PATH SECONDS`.

A program of its own, so that what it costs is not part of what it measures. Prints answers per second.
"""

import selectors
import socket
import sys
import time

CONNECTIONS = 8


def read_answer(connection: socket.socket) -> bytes:
    """Return one whole answer, headers included."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _receive(connection)
    headers = data.partition(b"\r\n\r\n")[0]
    length = next(int(line[15:]) for line in headers.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(data) < len(headers) + 4 + length:
        data += _receive(connection)
    return data


def answers_per_second(port: int, path: str, seconds: float) -> float:
    """Return how many answers arrive each second, all of them complete and with status 200.

    Every connection asks again as soon as it has its answer. Raises RuntimeError for any other answer.
    """
    question = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    connections = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(CONNECTIONS)]
    selector = selectors.DefaultSelector()
    for connection in connections:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(question)
        selector.register(connection, selectors.EVENT_READ)
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        for key, _events in selector.select():
            assert isinstance(key.fileobj, socket.socket)
            answer = read_answer(key.fileobj)
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise RuntimeError(answer[:200].decode("latin-1"))
            key.fileobj.sendall(question)
            count += 1
    elapsed = time.perf_counter() - begin
    for connection in connections:
        connection.close()
    return count / elapsed


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(262144)
    if not data:
        raise RuntimeError("the server closed the connection")
    return data


if __name__ == "__main__":
    print(answers_per_second(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))  # noqa: T201
