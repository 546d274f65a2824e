package dev.vfr.recorder.capture.log;

import dev.vfr.recorder.capture.hmp.MonitorText;
import dev.vfr.recorder.capture.libvirt.DomainLog;
import dev.vfr.recorder.capture.qmp.JsonText;
import dev.vfr.recorder.capture.text.FileTally;

/// What spans lines of one program: a JSON object, the start of a domain, an output of a monitor.
final class Unfinished {
    final JsonText json;
    final DomainLog domain = new DomainLog();
    final MonitorText monitor = new MonitorText();
    boolean sawLibvirt;
    boolean inDaemonLine;

    Unfinished(FileTally tally) {
        json = new JsonText(tally);
    }
}
