package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What container tools put before a line.
///
/// | form | of |
/// |---|---|
/// | `TIME stdout F text`, `P` where the line goes on | the log files of CRI-O and containerd |
/// | `[pod/NAME/CONTAINER] text` | `kubectl logs --prefix` |
/// | `TIME text` | `kubectl logs --timestamps` |
/// | `NAME CONTAINER {…}`, `CONTAINER {…}` | tools that follow several pods |
final class ContainerPrefixes implements Layer {

    /// A line that was written in parts is not put together beyond this.
    private static final int MOST_BYTES = 1 << 20;

    private static final Pattern CRI = Pattern.compile("^(" + OuterTime.ISO + ") (?:stdout|stderr) ([FP])(?::[A-Z])? ");
    private static final Pattern POD = Pattern.compile("^\\[(pod/[^\\]\\s]+)] ?");
    private static final Pattern TIME = Pattern.compile("^(" + OuterTime.ISO + ") ");
    private static final Pattern BEFORE_JSON = Pattern.compile("^([\\w./:-]+(?: +[›>|]? ?[\\w./:-]+)?) +(?=\\{\")");

    private @Nullable Line part;

    @Override
    public void take(Line line, Consumer<Line> inner) {
        Matcher cri = CRI.matcher(line.prefix());
        if (cri.find()) {
            line.outerNs(OuterTime.complete(cri.group(1)));
            boolean goesOn = cri.group(2).equals("P");
            line.strip(cri.end());
            join(line, goesOn, inner);
            return;
        }
        end(inner);
        Matcher pod = POD.matcher(line.prefix());
        if (pod.find()) {
            line.origin(pod.group(1));
            line.strip(pod.end());
        }
        Matcher time = TIME.matcher(line.prefix());
        if (time.find()) {
            line.outerNs(OuterTime.complete(time.group(1)));
            line.strip(time.end());
        }
        Matcher name = BEFORE_JSON.matcher(line.prefix());
        if (name.find()) {
            line.strip(name.end());
        }
        inner.accept(line);
    }

    private void join(Line line, boolean goesOn, Consumer<Line> inner) {
        Line before = part;
        Line whole = line;
        if (before != null) {
            before.replace(before.text() + line.text());
            whole = before;
        }
        if (goesOn && whole.length() < MOST_BYTES) {
            part = whole.keep();
        } else {
            part = null;
            inner.accept(whole);
        }
    }

    @Override
    public void end(Consumer<Line> inner) {
        Line last = part;
        part = null;
        if (last != null) {
            inner.accept(last);
        }
    }
}
