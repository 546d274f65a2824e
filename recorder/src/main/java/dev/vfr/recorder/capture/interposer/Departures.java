package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TraceWriter;
import java.util.ArrayDeque;
import java.util.Queue;

/// Writes down the end of processes, after all that they have left in the ring.
final class Departures {

    /// @param tail the ring's end when the process was found gone: what it wrote lies before
    private record Departure(AttachedProcess process, long tail) {}

    private final TraceWriter trace;
    private final MessageIntake intake;
    private final Subject subject;
    private final AttachedProcesses processes;
    private final Queue<Departure> waiting = new ArrayDeque<>();
    private boolean ownChildTold;

    Departures(TraceWriter trace, MessageIntake intake, Subject subject, AttachedProcesses processes) {
        this.trace = trace;
        this.intake = intake;
        this.subject = subject;
        this.processes = processes;
    }

    void add(AttachedProcess process, long tail) {
        waiting.add(new Departure(process, tail));
    }

    /// Writes down those of whom nothing is in the ring any more.
    ///
    /// @param position up to which the ring has been read
    void write(long position) throws TraceException {
        while (!waiting.isEmpty() && waiting.element().tail <= position) {
            AttachedProcess process = waiting.remove().process;
            ProcessSlot slot = process.slot();
            writeMerged(slot);
            tellEnd(slot.number(), slot.label(), process.pid());
            processes.free(slot);
        }
    }

    /// Writes down what was merged of processes that live, and are not recorded any more.
    void writeMergedOfLiving() throws TraceException {
        for (AttachedProcess process : processes.alive()) {
            writeMerged(process.slot());
        }
    }

    private void writeMerged(ProcessSlot slot) throws TraceException {
        for (ProcessSlot.Merged merged : slot.merged()) {
            long durationNs = merged.endNs() - merged.startNs();
            if (merged.calls() < 1 || merged.bytes() < merged.calls() || durationNs < 0) {
                intake.lose(Loss.MERGED_TORN, Math.max(merged.calls(), 1));
            } else {
                intake.append(new DataMerged(
                        new EventHeader(
                                0,
                                merged.startNs(),
                                durationNs,
                                slot.number(),
                                Math.max(merged.thread(), EventHeader.NONE),
                                Math.max(merged.device(), EventHeader.NONE),
                                Math.max(merged.session(), EventHeader.NONE)),
                        merged.saving(),
                        merged.calls(),
                        merged.bytes(),
                        merged.streamOffset()));
            }
            slot.forget(merged);
        }
    }

    /// The command itself, where it never used VFIO.
    void writeOwnChild() throws TraceException {
        if (!ownChildTold && subject instanceof SpawnedCommand command) {
            tellEnd(EventHeader.NONE, command.program(), command.pid());
        }
    }

    private void tellEnd(int number, String label, int pid) throws TraceException {
        String how = subject.ending(pid).map(ending -> " " + ending).orElse("");
        ownChildTold |= !how.isEmpty();
        EventHeader header = new EventHeader(
                0,
                System.nanoTime(),
                EventHeader.UNKNOWN_NS,
                Math.max(number, EventHeader.NONE),
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE);
        trace.append(new MarkerSet(header, label + " (pid " + pid + ") ended" + how));
    }
}
