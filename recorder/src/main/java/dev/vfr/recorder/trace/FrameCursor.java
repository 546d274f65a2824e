package dev.vfr.recorder.trace;

/// Walks over the records of a queue file by their frames alone.
///
/// Chronicle Queue puts a 4-byte little-endian word before everything in its file, at a multiple of 4:
///
/// | bits | meaning |
/// |---|---|
/// | 0–29 | length in bytes of what follows |
/// | 30 | metadata: the file's header, Chronicle's index |
/// | 31 | not complete: was being written |
///
/// A word of 0 is the end. Nothing here trusts a length: what reaches beyond the file is damage.
///
/// What follows such a word is one record, or several that were written together: [#BATCH], and then each record with
/// a word of its own before it, in the form of the words outside. The end of the last is the end of all, so that a
/// cursor may begin at any record and go on without knowing of batches.
final class FrameCursor {

    static final int WORD_BYTES = 4;

    /// `VFRBATCH`, at the beginning of records that were written together.
    static final long BATCH = 0x4843544142524656L;

    private static final int METADATA = 1 << 30;
    private static final int NOT_COMPLETE = 1 << 31;
    private static final int LENGTH_MASK = METADATA - 1;

    /// Between two records there are at most the words of a batch and of Chronicle's index. A longer row of them is
    /// damage, and walking along it again and again would cost time without end.
    private static final int SKIPPED_MAX = 64;

    /// What is at the place that the cursor has come to.
    enum Step {
        /// A record, at [#position] with [#length].
        RECORD,
        /// Zeros, or the end of the file.
        END,
        /// Something that was being written when the writer stopped.
        INCOMPLETE,
        /// A word that cannot be.
        DAMAGED
    }

    private final QueueFile file;
    private long position;
    private int length;
    private long next;

    /// A cursor whose first step looks at `start`.
    FrameCursor(QueueFile file, long start) {
        this.file = file;
        this.next = start;
    }

    /// Goes to the next record. At anything but a record the cursor stays where it is.
    Step advance() {
        for (int skipped = 0; next + WORD_BYTES <= file.size(); skipped++) {
            int word = file.word(next);
            int size = word & LENGTH_MASK;
            if (word == 0) {
                return Step.END;
            } else if ((word & NOT_COMPLETE) != 0) {
                return Step.INCOMPLETE;
            } else if (size > file.size() - next - WORD_BYTES || skipped == SKIPPED_MAX) {
                return Step.DAMAGED;
            } else if ((word & METADATA) != 0) {
                next = after(next, size);
            } else if (size >= Long.BYTES && file.number(next + WORD_BYTES) == BATCH) {
                next += WORD_BYTES + Long.BYTES;
            } else {
                return record(size);
            }
        }
        return Step.END;
    }

    private Step record(int size) {
        if (size < RecordFrame.MIN_BYTES || size > RecordFrame.MAX_BYTES) {
            return Step.DAMAGED;
        }
        position = next + WORD_BYTES;
        length = size;
        next = after(next, size);
        return Step.RECORD;
    }

    /// Looks at `place` alone, where nothing tells whether a frame begins: goes to the record whose word is there.
    ///
    /// @return whether there can be one; if not, the cursor stays where it is
    boolean jumpToRecord(long place) {
        if (place + WORD_BYTES > file.size()) {
            return false;
        }
        int word = file.word(place);
        int size = word & LENGTH_MASK;
        if (word != size
                || size < RecordFrame.MIN_BYTES
                || size > RecordFrame.MAX_BYTES
                || size > file.size() - place - WORD_BYTES) {
            return false;
        }
        next = place;
        record(size);
        return true;
    }

    /// Looks at `place` with the next step.
    void jump(long place) {
        next = place;
    }

    /// Where the record begins that was found last.
    long position() {
        return position;
    }

    /// Length in bytes of the record that was found last.
    int length() {
        return length;
    }

    /// The place of the word that the next step looks at.
    long next() {
        return next;
    }

    private static long after(long word, int size) {
        return (word + WORD_BYTES + size + 3) & ~3L;
    }
}
