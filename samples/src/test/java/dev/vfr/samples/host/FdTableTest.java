package dev.vfr.samples.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FdTableTest {

    @Test
    void aNewFdHasTheLowestNumberThatIsFree() {
        FdTable fds = new FdTable(3, 6);
        assertEquals(OptionalInt.of(3), fds.open("a"));
        assertEquals(OptionalInt.of(4), fds.open("b"));
        assertEquals(OptionalInt.of(5), fds.open("c"));
        assertEquals(OptionalInt.empty(), fds.open("too many"));
        assertEquals("a", fds.close(3));
        assertNull(fds.file(3));
        assertNull(fds.close(3));
        assertEquals(OptionalInt.of(3), fds.open("d"));
        assertEquals("b", fds.file(4));
        assertNull(fds.close(0), "none of ours");
    }
}
