package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void everyNumberOfLinuxHasOneNameAndOneText() {
        Set<String> texts = new HashSet<>();
        for (int number = 1; number <= 133; number++) {
            boolean unused = number == 41 || number == 58;
            Optional<Errno> errno = Errno.ofNumber(number);
            assertEquals(unused, errno.isEmpty(), "errno " + number);
            if (!unused) {
                assertEquals(number, errno.orElseThrow().number());
                assertTrue(texts.add(errno.orElseThrow().text()), errno.orElseThrow() + " has a text of its own");
            }
        }
        assertEquals(131, Errno.values().length);
        assertEquals(Optional.empty(), Errno.ofNumber(0));
        assertEquals(Optional.empty(), Errno.ofNumber(-5));
        assertEquals(Optional.empty(), Errno.ofNumber(134));
    }

    @Test
    void whatQemuPrintsIsFoundByItsText() {
        assertEquals(Optional.of(Errno.EIO), Errno.ofText("Input/output error"));
        assertEquals(Optional.of(Errno.EFAULT), Errno.ofText("Bad address"));
        assertEquals(Optional.of(Errno.EINVAL), Errno.ofText("Invalid argument"));
        assertEquals(Optional.of(Errno.ENOTTY), Errno.ofText("Inappropriate ioctl for device"));
        assertEquals(Optional.of(Errno.EOPNOTSUPP), Errno.ofText("Operation not supported"));
        assertEquals(Optional.of(Errno.ENOMSG), Errno.ofText("No message of desired type"));
        assertEquals(Optional.empty(), Errno.ofText("All is well"));
        for (Errno errno : Errno.values()) {
            assertEquals(Optional.of(errno), Errno.ofText(errno.text()));
            assertEquals(Optional.of(errno), Errno.ofName(errno.name()));
        }
    }

    @Test
    void secondNamesLeadToTheFirst() {
        assertEquals(Optional.of(Errno.EAGAIN), Errno.ofName("EWOULDBLOCK"));
        assertEquals(Optional.of(Errno.EDEADLK), Errno.ofName("EDEADLOCK"));
        assertEquals(Optional.of(Errno.EOPNOTSUPP), Errno.ofName("ENOTSUP"));
    }

    @Test
    void aNumberIsDescribedByNameAndText() {
        assertEquals("EIO (Input/output error)", Errno.describe(5));
        assertEquals("errno 4711", Errno.describe(4711));
    }
}
