package dev.vfr.recorder.capture.interposer;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that writes to the ring of `VFR_RING`, for tests to kill.
///
/// Prints how many reads it has written, one number a line. Its argument says what it does:
///
/// | argument | what |
/// |---|---|
/// | a number | writes so many reads and ends with status 7 |
/// | `endless` | writes reads until it is killed |
/// | `while-recording` | writes reads until nobody records any more, and ends with status 7 |
/// | `claim` | writes one read, claims room for another and never commits it |
final class RingProgram {

    private RingProgram() {}

    public static void main(String[] arguments) throws Exception {
        long pid = ProcessHandle.current().pid();
        RingWriter writer = RingWriter.attach(Path.of(System.getenv("VFR_RING")), pid);
        writer.introduce(pid);
        switch (arguments[0]) {
            case "endless" -> write(writer, Long.MAX_VALUE);
            case "while-recording" -> {
                while (writer.file.getIntVolatile(Control.RECORDING_AT) != 0) {
                    writer.tryRead();
                }
                System.exit(7);
            }
            case "claim" -> {
                writer.read();
                writer.claim(thread());
                System.out.println(1);
                System.in.read();
            }
            default -> {
                write(writer, Long.parseLong(arguments[0]));
                System.exit(7);
            }
        }
    }

    private static void write(RingWriter writer, long count) {
        for (long i = 1; i <= count; i++) {
            writer.read();
            if (i % 1000 == 0 || i == count) {
                System.out.println(i);
            }
        }
    }

    private static int thread() throws Exception {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        return Integer.parseInt(String.valueOf(self.getFileName()));
    }
}
