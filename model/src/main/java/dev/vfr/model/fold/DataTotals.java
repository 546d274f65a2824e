package dev.vfr.model.fold;

/// What was moved, by the state in which it was moved. Lower bounds: what the source proves.
///
/// @param preCopy read in PRE_COPY and PRE_COPY_P2P
/// @param stopCopy read in STOP_COPY
/// @param resumed written in RESUMING
/// @param unplaced moved while the device's state was not known or allowed no data
/// @param enomsg reads that ended with ENOMSG, the temporary end of the pre-copy data
/// @param unsizedRead pieces of data on their way out whose size the source does not show
/// @param unsizedWritten pieces of data on their way in whose size the source does not show
public record DataTotals(
        Moved preCopy,
        Moved stopCopy,
        Moved resumed,
        Moved unplaced,
        long enomsg,
        long unsizedRead,
        long unsizedWritten) {

    public static final DataTotals NONE = new DataTotals(Moved.NONE, Moved.NONE, Moved.NONE, Moved.NONE, 0, 0, 0);

    public DataTotals plus(DataTotals o) {
        if (o.equals(NONE)) {
            return this;
        }
        return new DataTotals(
                preCopy.plus(o.preCopy),
                stopCopy.plus(o.stopCopy),
                resumed.plus(o.resumed),
                unplaced.plus(o.unplaced),
                enomsg + o.enomsg,
                unsizedRead + o.unsizedRead,
                unsizedWritten + o.unsizedWritten);
    }

    DataTotals plusPreCopy(Moved more) {
        return new DataTotals(preCopy.plus(more), stopCopy, resumed, unplaced, enomsg, unsizedRead, unsizedWritten);
    }

    DataTotals plusStopCopy(Moved more) {
        return new DataTotals(preCopy, stopCopy.plus(more), resumed, unplaced, enomsg, unsizedRead, unsizedWritten);
    }

    DataTotals plusResumed(Moved more) {
        return new DataTotals(preCopy, stopCopy, resumed.plus(more), unplaced, enomsg, unsizedRead, unsizedWritten);
    }

    DataTotals plusUnplaced(Moved more) {
        return new DataTotals(preCopy, stopCopy, resumed, unplaced.plus(more), enomsg, unsizedRead, unsizedWritten);
    }

    DataTotals plusEnomsg() {
        return new DataTotals(preCopy, stopCopy, resumed, unplaced, enomsg + 1, unsizedRead, unsizedWritten);
    }

    DataTotals plusUnsizedRead() {
        return new DataTotals(preCopy, stopCopy, resumed, unplaced, enomsg, unsizedRead + 1, unsizedWritten);
    }

    DataTotals plusUnsizedWritten() {
        return new DataTotals(preCopy, stopCopy, resumed, unplaced, enomsg, unsizedRead, unsizedWritten + 1);
    }
}
