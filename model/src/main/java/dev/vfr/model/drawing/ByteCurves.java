package dev.vfr.model.drawing;

/// Bytes of one device in one frame.
public final class ByteCurves {

    /// Read of the saving data_fd since the frame began.
    public final Curve read = new Curve();
    /// Written to the resuming data_fd since the frame began.
    public final Curve written = new Curve();

    /// The driver's answers, else the VMM's copies of them.
    public final Curve initialBytes = new Curve();
    public final Curve dirtyBytes = new Curve();
    public final Curve stopCopyLength = new Curve();

    private long readBytes;
    private long writtenBytes;

    void read(int column, long bytes) {
        readBytes += bytes;
        read.add(column, readBytes);
    }

    void written(int column, long bytes) {
        writtenBytes += bytes;
        written.add(column, writtenBytes);
    }

    public boolean isEmpty() {
        return read.isEmpty() && written.isEmpty() && !hasEstimates();
    }

    public boolean hasEstimates() {
        return !initialBytes.isEmpty() || !dirtyBytes.isEmpty() || !stopCopyLength.isEmpty();
    }
}
