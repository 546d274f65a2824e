package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.FrameCursor.Step;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Walks from one intact record of a queue file to the next, and over the damage between them.
///
/// A record is intact if its frame, its checksum, its number and its content are right. Behind anything else every
/// multiple of 4 may be the place of the next one: its checksum proves it. The cost is linear in the bytes of the file.
///
/// @param <T> what a record holds
final class RecordWalk<T> {

    /// Reads what a record holds.
    @FunctionalInterface
    interface Content<T> {

        /// The content of a record.
        ///
        /// @throws IllegalArgumentException if the record holds nothing that this version knows
        T of(RecordBytes record);
    }

    /// Something that is no intact record, in the place of the one that was expected.
    ///
    /// @param at byte of the frame word that was looked at
    /// @param problem what was expected and what was found
    record Damage(long at, String problem) {}

    private final QueueFile queue;
    private final Content<T> content;
    private final OptionalLong total;
    private final FrameCursor cursor;
    private final RecordBytes bytes = new RecordBytes();
    private long end;
    private long expected;
    private Step ending = Step.END;
    private long endingAt;
    private @Nullable T found;
    private @Nullable Damage damage;

    /// Bytes of candidates that may still turn out to be no records. A damaged record is such a candidate once, so
    /// that only a file that was made for it needs more.
    private long candidateBytes;

    /// A walk that begins at `place`, where the record number `seq` is expected.
    ///
    /// @param total how many records there are to be, empty for a file whose writer did not close it
    RecordWalk(QueueFile queue, Content<T> content, OptionalLong total, long place, long seq) {
        this.queue = queue;
        this.content = content;
        this.total = total;
        this.cursor = new FrameCursor(queue, place);
        this.end = place;
        this.expected = seq;
        this.candidateBytes = 4 * queue.size();
    }

    /// Goes to the next intact record.
    ///
    /// @return false if there is none; [#damage] tells whether there should be
    boolean advance() {
        damage = null;
        cursor.jump(end);
        Step step = cursor.advance();
        if (step != Step.RECORD) {
            return passOver(step, cursor.next(), "expected a record, found " + nameOf(step));
        }
        long at = cursor.position() - FrameCursor.WORD_BYTES;
        boolean whole = bytes.load(queue, cursor);
        if (!whole) {
            return passOver(step, at, wrongChecksum());
        }
        if (bytes.seq() != expected) {
            return passOver(step, at, "expected number " + expected + ", found " + bytes.seq());
        }
        try {
            found = content.of(bytes);
        } catch (IllegalArgumentException e) {
            return passOver(step, at, "expected content that this version knows, found " + e.getMessage());
        }
        accept();
        return true;
    }

    private void accept() {
        end = cursor.next();
        expected = bytes.seq() + 1;
    }

    /// Looks for the next intact record behind the last one. The damage may as well be in the frame of something that
    /// is no record and that the cursor has just skipped.
    private boolean passOver(Step step, long at, String problem) {
        ending = step;
        endingAt = at;
        boolean open = total.isEmpty() && step == Step.INCOMPLETE;
        if (open
                && queue.size() - at >= 3 * FrameCursor.WORD_BYTES
                && queue.number(at + FrameCursor.WORD_BYTES) == FrameCursor.BATCH) {
            return false;
        }
        if (search()) {
            damage = new Damage(at, problem);
            accept();
            return true;
        }
        boolean nothingThere = step == Step.END && queue.firstNonZero(at) == queue.size();
        boolean nothingDue = total.isEmpty() || expected >= total.getAsLong();
        if (!open && !(nothingThere && nothingDue)) {
            damage = new Damage(at, problem);
        }
        return false;
    }

    private boolean search() {
        for (long place = queue.firstNonZero(end); place < queue.size(); place = queue.firstNonZero(place + 4)) {
            if (cursor.jumpToRecord(place) && isPlausible(queue.seq(cursor.position())) && isIntact()) {
                return true;
            }
            if (candidateBytes < 0) {
                return false;
            }
        }
        return false;
    }

    private boolean isPlausible(long seq) {
        return seq >= expected
                && (seq - expected < queue.size() / RecordFrame.MIN_BYTES
                        || (total.isPresent() && seq < total.getAsLong()));
    }

    private boolean isIntact() {
        if (!bytes.load(queue, cursor)) {
            candidateBytes -= cursor.length();
            return false;
        }
        try {
            found = content.of(bytes);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String wrongChecksum() {
        return "expected checksum " + ManifestFile.hex(bytes.crc()) + ", found "
                + ManifestFile.hex(bytes.computedCrc());
    }

    private String nameOf(Step step) {
        return switch (step) {
            case END -> cursor.next() + FrameCursor.WORD_BYTES > queue.size() ? "the end of the file" : "zeros";
            case INCOMPLETE -> "one that was being written";
            case DAMAGED, RECORD -> "0x" + ManifestFile.hex(queue.word(cursor.next()));
        };
    }

    /// What lay between the record before and this one, empty if nothing did.
    Optional<Damage> damage() {
        return Optional.ofNullable(damage);
    }

    /// What the record holds that was found last.
    T content() {
        T content = found;
        if (content == null) {
            throw new IllegalStateException("no record was found yet");
        }
        return content;
    }

    /// The record that was found last; valid until the next step.
    RecordBytes record() {
        return bytes;
    }

    /// The place of the frame word of the record that was found last.
    long place() {
        return cursor.position() - FrameCursor.WORD_BYTES;
    }

    /// The number of the record that is expected next.
    long expected() {
        return expected;
    }

    /// The place behind the record that was found last, from where a walk can go on with [#expected].
    long end() {
        return end;
    }

    /// What is in the place of a further record, once there is none.
    Step ending() {
        return ending;
    }

    /// The place of it.
    long endingAt() {
        return endingAt;
    }
}
