"""A QMP client, as much of one as driving a migration takes."""
import json
import socket
import time


class Qmp:
    def __init__(self, path, transcript, process, seconds=120):
        self.transcript = open(transcript, 'w')
        self.socket = self.connect(path, process, seconds)
        self.lines = self.socket.makefile('r')
        self.next()
        self.ask('qmp_capabilities')

    @staticmethod
    def connect(path, process, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and process.poll() is None:
            client = socket.socket(socket.AF_UNIX)
            # A QEMU that answers nothing must not hold the job up for ever.
            client.settimeout(seconds)
            try:
                client.connect(path)
                return client
            except OSError:
                client.close()
                time.sleep(0.05)
        status = process.poll()
        raise RuntimeError(f'no QMP at {path}: ' + (
            f'nobody answers after {seconds} s' if status is None else f'the process ended with status {status}'))

    def ask(self, command, **arguments):
        """The answer to a command; None where the process is gone. Events before it only go to the transcript."""
        message = {'execute': command}
        if arguments:
            message['arguments'] = arguments
        self.note('->', message)
        try:
            self.socket.sendall(json.dumps(message).encode() + b'\n')
            while True:
                answer = self.next()
                if answer is None or 'return' in answer or 'error' in answer:
                    break
        except OSError:
            return None
        if answer is None:
            return None
        if 'error' in answer:
            raise RuntimeError(f'{command}: {answer["error"]["desc"]}')
        return answer['return']

    def next(self):
        line = self.lines.readline()
        if not line:
            return None
        message = json.loads(line)
        self.note('<-', message)
        return message

    def note(self, direction, message):
        self.transcript.write(json.dumps({'t': time.time(), 'dir': direction, 'msg': message}) + '\n')
        self.transcript.flush()
