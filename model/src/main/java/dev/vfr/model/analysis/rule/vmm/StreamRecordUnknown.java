package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The destination read a record of device state whose tag nobody knows.
public final class StreamRecordUnknown implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stream-record-unknown",
                    "Each record of the stream begins with one of six tags. The destination read another "
                            + "value at that place: bytes were changed or lost on the way, the record before it was "
                            + "longer or shorter than its length said, or the source is of a release with records that "
                            + "the destination does not have.",
                    "Compare the releases of QEMU on both hosts; look for a proxy, a file or a tunnel that "
                            + "changes the stream.",
                    "QEMU hw/vfio/migration.c, vfio_load_state; kvm list, May 2020",
                    "QEMU 5.2",
                    "An end of the stream in the middle of a record: that is a lost connection or a source "
                            + "that is gone.")
            .by(Mover.NETWORK);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofFailed(file, text -> text.contains("Unknown tag 0x")).stream()
                .map(heard -> heard.finding(
                        ADVICE, heard.device(), "the destination read a record whose tag is none of QEMU's six"))
                .toList();
    }
}
