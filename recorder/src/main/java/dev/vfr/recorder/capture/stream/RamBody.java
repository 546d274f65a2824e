package dev.vfr.recorder.capture.stream;

import java.util.Map;

/// A section of the guest's memory: records of a u64 whose low bits are flags, until the one that ends the
/// section.
///
/// | flag | after the u64 |
/// |---|---|
/// | 0x02 ZERO | name unless CONTINUE, u8 fill byte |
/// | 0x04 MEM_SIZE | blocks until their lengths make the address: u8 length, name, u64 bytes, and see
/// [#block] |
/// | 0x08 PAGE | name unless CONTINUE, one page |
/// | 0x10 EOS | nothing; the section ends |
/// | 0x40 XBZRLE | name unless CONTINUE, u8 encoding, u16 length, bytes |
/// | 0x100 COMPRESS_PAGE | name unless CONTINUE, u32 length, bytes |
/// | 0x200 MULTIFD_FLUSH | nothing |
///
/// Source: migration/ram.c of QEMU, RAM_SAVE_FLAG_*. Anything else makes the rest of the section unread.
final class RamBody implements Body {

    private static final int ZERO = 0x02;
    private static final int MEM_SIZE = 0x04;
    private static final int PAGE = 0x08;
    private static final int END = 0x10;
    private static final int CONTINUE = 0x20;
    private static final int XBZRLE = 0x40;
    private static final int COMPRESS_PAGE = 0x100;
    private static final int MULTIFD_FLUSH = 0x200;

    /// u32 version, u64 page size, u64 offset of the bitmap, u64 offset of the pages.
    private static final int MAPPED_HEADER = 28;

    private static final long VERSION = 4;

    private final Section section;
    private final RamFormat format;
    private final Map<Long, Section> started;
    private long blockBytes;
    private long passing;
    private boolean done;

    RamBody(Section section, RamFormat format, Map<Long, Section> started) {
        this.section = section;
        this.format = format;
        this.started = started;
    }

    @Override
    public Step step(Window window) {
        if (passing > 0) {
            int count = (int) Math.min(passing, window.available());
            window.take(count);
            passing -= count;
            return count > 0 ? Step.Plain.PASSED : Step.Plain.WAITS;
        }
        if (done) {
            return Step.Plain.DONE;
        }
        if (section.version() != VERSION) {
            return unreadable(window, "version " + section.version() + " of ram is not known");
        }
        return blockBytes != 0 ? block(window) : record(window);
    }

    @Override
    public String expected() {
        return passing > 0 ? passing + " more bytes of " + section.text() : "a record of " + section.text();
    }

    private Step record(Window window) {
        if (!window.has(8)) {
            return Step.Plain.WAITS;
        }
        long word = window.u64(0);
        int flags = (int) (word & (format.pageBytes() - 1));
        return switch (flags & ~CONTINUE) {
            case MEM_SIZE, MULTIFD_FLUSH, END, END | MULTIFD_FLUSH -> {
                window.take(8);
                blockBytes = flags == MEM_SIZE ? word - flags : 0;
                done = (flags & END) != 0;
                yield Step.Plain.PASSED;
            }
            case ZERO, PAGE, XBZRLE, COMPRESS_PAGE -> page(window, flags);
            default -> unreadable(window, "flags " + window.hex(0, 8) + " of a ram record are not known");
        };
    }

    private Step page(Window window, int flags) {
        int at = 8;
        if ((flags & CONTINUE) == 0) {
            if (!window.has(9)) {
                return Step.Plain.WAITS;
            }
            at += 1 + window.u8(8);
        }
        if (!window.has(at + 4)) {
            return Step.Plain.WAITS;
        }
        passing = switch (flags & ~CONTINUE) {
            case ZERO -> 1;
            case PAGE -> format.pageBytes();
            case XBZRLE -> 3 + window.u16(at + 1);
            default -> 4 + window.u32(at);
        };
        window.take(at);
        return Step.Plain.PASSED;
    }

    /// u8 length, name, u64 bytes of the block; with x-ignore-shared u64 address; with mapped-ram the
    /// header of the
    /// block's pages, which lie at their own place of the file and are passed.
    private Step block(Window window) {
        if (!window.has(1)) {
            return Step.Plain.WAITS;
        }
        int at = 1 + window.u8(0) + 8 + (format.ignoreShared() ? 8 : 0);
        int end = at + (format.mapped() ? MAPPED_HEADER : 0);
        if (!window.has(end)) {
            return Step.Plain.WAITS;
        }
        long bytes = window.u64(1 + window.u8(0));
        if (bytes <= 0 || bytes > blockBytes) {
            return unreadable(window, "the lengths of the ram blocks do not make up the length of ram");
        }
        if (format.mapped()) {
            long pages = window.u64(at + 20);
            passing = pages == 0 ? 0 : pages + bytes - window.offset() - end;
            if (window.u32(at) != 1 || pages < 0 || passing < 0) {
                return unreadable(window, "the header of mapped ram is not known");
            }
        }
        blockBytes -= bytes;
        window.take(end);
        return Step.Plain.PASSED;
    }

    private Step unreadable(Window window, String reason) {
        return new Step.Becomes(new UnreadBody(section, window.offset(), reason, started));
    }
}
