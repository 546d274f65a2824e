package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prompts before what a person typed or a program printed: those of shells, of QEMU's qmp-shell and of a session
/// recorded by `script`. The monitor's own prompt `(qemu)` is no layer: what stands behind it is read as its command.
final class Prompts implements Layer {

    private static final Pattern PROMPT = Pattern.compile("^(?:"
            + "\\[[\\w.-]+@[\\w.-]+[^\\]\\n]{0,80}][#$] +"
            + "|[\\w.-]+@[\\w.-]+:[^\\s#$]{0,80}[#$] +"
            + "|(?:bash|sh)-[0-9.]+[#$] +"
            + "|(?:virsh|QMP) ?[#>] +"
            + "|[$#] +(?=virsh|qemu|dmesg|journalctl|cat|grep|tail|kubectl|oc|socat|nc|echo|sudo|ssh)"
            + ")+");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        Matcher prompt = PROMPT.matcher(line.prefix());
        if (prompt.find()) {
            line.strip(prompt.end());
        }
        inner.accept(line);
    }
}
