package dev.vfr.recorder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    private final StringWriter err = new StringWriter();

    private int versionInto(String failure) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(
                new StandardOutput(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(failure);
                    }
                }),
                UTF_8));
        return Vfr.run(out, new PrintWriter(err), "--version");
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        assertEquals(ExitStatus.OK, versionInto("Broken pipe"));
        assertEquals("", err.toString());
    }

    @Test
    void aFullDiskIsToldAndFails() {
        assertEquals(ExitStatus.ENVIRONMENT, versionInto("No space left on device"));
        assertEquals(1, err.toString().lines().count());
        assertTrue(err.toString().contains("standard output: No space left on device"), err.toString());
    }
}
