package dev.vfr.recorder.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;

import dev.vfr.model.report.Report;
import j2html.tags.DomContent;
import java.util.List;

/// The words of this report, each with the place that defines it.
final class TermsSection {

    private static final String UAPI = "include/uapi/linux/vfio.h, ";

    private TermsSection() {}

    /// One word.
    ///
    /// @param clause where it is defined
    private record Term(String name, String text, String clause) {}

    private static final List<Term> TERMS = List.of(
            state("RUNNING", "The device works; the state of every device that was just opened or reset."),
            state("RUNNING_P2P", "As RUNNING, but the device starts no transactions to other devices."),
            state("PRE_COPY", "The device works while its state is being read for the first time."),
            state("PRE_COPY_P2P", "As PRE_COPY, but the device starts no transactions to other devices."),
            state("STOP", "The device is stopped: its state does not change."),
            state("STOP_COPY", "The device is stopped and the rest of its state is read, up to a read of 0 bytes."),
            state("RESUMING", "The device is stopped and accepts the state that is written into it."),
            state("ERROR", "The device has failed; only a reset leads out."),
            new Term(
                    "initial_bytes",
                    "What is left to read of the data that the driver wants sent before switching over. It falls as "
                            + "the data_fd is read and rises only with VFIO_PRECOPY_INFO_REINIT.",
                    UAPI + "struct vfio_precopy_info"),
            new Term(
                    "dirty_bytes",
                    "What is left to read in pre-copy of the data that became dirty since. It need not bear on what "
                            + "STOP_COPY will stream.",
                    UAPI + "struct vfio_precopy_info"),
            new Term(
                    "stop_copy_length",
                    "The driver's estimate of what STOP_COPY will stream.",
                    UAPI + "struct vfio_device_feature_mig_data_size"),
            new Term(
                    "ENOMSG",
                    "A read in PRE_COPY found nothing for now: no error, but a hint that the switchover would be cheap.",
                    UAPI + "VFIO_MIG_GET_PRECOPY_INFO"),
            new Term(
                    "data_fd",
                    "The file that the device's state is read from or written to; a new one for each session.",
                    UAPI + "struct vfio_device_feature_mig_state"),
            new Term(
                    "inferred",
                    "No source showed it, but the protocol leaves no other: a SET walks several arcs, and only its end "
                            + "is seen.",
                    UAPI + "enum vfio_device_mig_state"),
            new Term(
                    "downtime",
                    "From the SET that takes the source device out of RUNNING or PRE_COPY to the return of the SET "
                            + "that makes the destination device run. The VMM counts from and to other moments.",
                    "QEMU migration/migration.c, migration_downtime_start and migration_downtime_end"));

    private static Term state(String name, String text) {
        return new Term(name, text, UAPI + "enum vfio_device_mig_state, VFIO_DEVICE_STATE_" + name);
    }

    /// The word, leading to its explanation.
    static DomContent link(String name) {
        return a(name).withHref("#term-" + name);
    }

    static DomContent of(Report report) {
        boolean any = !report.devices().isEmpty() || !report.migrations().isEmpty();
        return section(
                        h2("Terms"),
                        any ? dl(each(TERMS, TermsSection::term)).withClass("terms") : p("None are needed."))
                .withId("terms");
    }

    private static DomContent term(Term term) {
        return div(dt(term.name()), dd(span(term.text()), span(term.clause()).withClass("note")))
                .withId("term-" + term.name());
    }
}
