package dev.vfr.recorder.trace;

import java.io.IOException;
import java.nio.file.Path;

/// The directory of a trace that is going to be written, taken before the work of opening its queue.
///
/// A recorder takes it before it starts its command: what is wrong with the place shows while nothing has happened yet,
/// and opening the queue, which is slow, delays nobody.
public final class TracePlace {

    private final TraceFiles files;

    private TracePlace(TraceFiles files) {
        this.files = files;
    }

    /// Makes a directory that does not exist yet, in a folder that does.
    ///
    /// @throws TraceException of kind EXISTS, MISSING (the folder), DISK_FULL or IO; nothing is left behind then
    public static TracePlace take(Path directory) throws TraceException {
        TracePlace place = new TracePlace(TraceFiles.create(directory));
        try {
            QueueAppender.requireSpace(place.files);
            return place;
        } catch (TraceException e) {
            place.deleteAfter(e);
            throw e;
        }
    }

    /// Opens the trace in it.
    ///
    /// @throws TraceException where that fails; nothing is left behind then
    public TraceWriter open() throws TraceException {
        try {
            return TraceWriter.begin(files);
        } catch (TraceException e) {
            deleteAfter(e);
            throw e;
        }
    }

    /// Deletes it, where nothing is going to be written.
    public void giveBack() throws TraceException {
        try {
            files.delete();
        } catch (IOException e) {
            throw TraceException.io(files.root(), "deleted", e);
        }
    }

    private void deleteAfter(TraceException reason) {
        try {
            giveBack();
        } catch (TraceException e) {
            reason.addSuppressed(e);
        }
    }
}
