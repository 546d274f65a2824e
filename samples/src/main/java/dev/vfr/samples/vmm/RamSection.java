package dev.vfr.samples.vmm;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// How guest memory looks in the stream: one block, whose pages are numbers.
///
/// | bytes | what |
/// |---|---|
/// | 8 | address of the page, with flags in its low bits |
/// | 1 + n | length and name of the block, not where the flag CONTINUE is set |
/// | 4096 | the page |
///
/// Source: migration/ram.c, save_page_header and ram_save_setup.
final class RamSection {

    static final int PAGE_BYTES = 4096;

    /// A page behind another one of its block.
    static final int PAGE_RECORD_BYTES = Long.BYTES + PAGE_BYTES;

    static final String HANDLER = "ram";
    static final int VERSION = 4;

    private static final String BLOCK = "pc.ram";
    private static final long FLAG_MEM_SIZE = 0x04;
    private static final long FLAG_PAGE = 0x08;
    private static final long FLAG_EOS = 0x10;
    private static final long FLAG_CONTINUE = 0x20;

    private RamSection() {}

    /// The body of the section that begins: how much there is.
    static void setup(StreamBytes out, long ramBytes) {
        out.u64(ramBytes | FLAG_MEM_SIZE).string8(BLOCK).u64(ramBytes).u64(FLAG_EOS);
    }

    /// The head and the first page of a section's pages; the others follow as [StreamPiece.Pages].
    static void firstPage(StreamBytes out, long page) {
        out.u64(page * PAGE_BYTES | FLAG_PAGE).string8(BLOCK);
        out.bytes(page(page));
    }

    static void end(StreamBytes out) {
        out.u64(FLAG_EOS);
    }

    /// The contents of a page, which is never all zero.
    private static byte[] page(long page) {
        byte[] bytes = new byte[PAGE_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            buffer.putLong(~page);
        }
        return bytes;
    }

    /// Pages with their heads, one buffer a page.
    static final class PageBuffers implements Iterator<ByteBuffer> {

        private final ByteBuffer buffer = ByteBuffer.allocate(PAGE_RECORD_BYTES);
        private final long end;
        private long next;

        PageBuffers(long first, int count) {
            next = first;
            end = first + count;
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public ByteBuffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            buffer.clear();
            buffer.putLong(next * PAGE_BYTES | FLAG_PAGE | FLAG_CONTINUE).put(page(next));
            next++;
            return buffer.flip();
        }
    }
}
