package dev.vfr.recorder.capture.hmp;

import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Text of QEMU's monitor and of virsh: commands behind their prompt, outputs of several lines, errors. Not safe for
/// use by
/// two threads.
public final class MonitorText {

    private static final Set<String> STATUSES = Set.of(
            "none",
            "setup",
            "cancelling",
            "cancelled",
            "active",
            "postcopy-active",
            "postcopy-paused",
            "postcopy-recover-setup",
            "postcopy-recover",
            "postcopy-device",
            "completed",
            "failing",
            "failed",
            "colo",
            "pre-switchover",
            "device",
            "wait-unplug");

    private static final Pattern PROMPT = Pattern.compile("(?:\\((?:[\\w.:-]+ )?qemu\\) ?)+");
    private static final Pattern VIRSH = Pattern.compile(
            "virsh(?: -[-\\w]+(?: \\S+)?)*? (?:migrate|qemu-monitor-command|domjobinfo|domjobabort)\\b.*");
    private static final String ERROR = "Error: ";
    private static final String VIRSH_ERROR = "error: ";
    private static final Pattern REFUSED =
            Pattern.compile("(?:internal error: )?unable to execute QEMU command '([\\w-]+)': (.*)");
    private static final Pattern VM_STATUS = Pattern.compile("VM status: .*");

    private final ArrayDeque<QmpMessage> messages = new ArrayDeque<>();
    private final MigrationFigures figures = new MigrationFigures();
    private @Nullable SettingsText settings;
    private String command = "";
    private boolean virsh;
    private String error = "";

    static boolean isStatus(String word) {
        return STATUSES.contains(word);
    }

    /// How many bytes of the line are the monitor's prompt, `(qemu) `.
    public static int promptLength(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] != '(') {
            return 0;
        }
        String start = new String(bytes, from, Math.min(to - from, 200), java.nio.charset.StandardCharsets.ISO_8859_1);
        Matcher prompt = PROMPT.matcher(start);
        return prompt.lookingAt() ? prompt.end() : 0;
    }

    /// Takes a line.
    ///
    /// @param text without the prompt
    /// @param prompted whether there was a prompt
    /// @return false where it is no text of a monitor
    public boolean take(String text, boolean prompted) {
        error = "";
        if (prompted) {
            end();
            return typed(text.strip());
        }
        String bare = text.strip();
        boolean indented = !text.isEmpty() && text.charAt(0) <= ' ';
        if (bare.isEmpty()) {
            return false;
        }
        return output(bare, indented) || refusal(bare) || shell(bare);
    }

    private boolean typed(String line) {
        virsh = false;
        command = line.isEmpty() ? "" : line.split("\\s+", 2)[0];
        if (line.startsWith("info migrate_") || line.startsWith("info migrate")) {
            command = line.substring("info ".length()).strip();
            settings = command.startsWith("migrate_") ? new SettingsText() : null;
        }
        MonitorCommand.of(line).ifPresent(known -> {
            command = known.name();
            messages.add(QmpMessage.logged(known.name(), known.arguments()));
        });
        return true;
    }

    private boolean output(String text, boolean indented) {
        if (VM_STATUS.matcher(text).matches()) {
            return true;
        }
        SettingsText open = settings;
        if (open == null && !figures.isOpen() && SettingsText.begins(text)) {
            open = new SettingsText();
            settings = open;
        }
        if (open != null) {
            return open.take(text);
        }
        boolean ofFigures = figures.isOpen() || figures.begins(text);
        return ofFigures && figures.take(text, indented);
    }

    private boolean refusal(String text) {
        if (text.startsWith(VIRSH_ERROR)) {
            return virshError(text.substring(VIRSH_ERROR.length()));
        }
        if (!text.startsWith(ERROR)) {
            return false;
        }
        String reason = text.substring(ERROR.length());
        boolean known = !command.isEmpty() || QemuMessages.match(reason).isPresent();
        if (known) {
            refused(command.isEmpty() ? "" : command, reason);
        }
        return known;
    }

    private boolean virshError(String text) {
        Matcher refused = REFUSED.matcher(text);
        if (refused.matches()) {
            refused(refused.group(1), refused.group(2));
            return true;
        }
        boolean known = virsh || QemuMessages.match(text).isPresent();
        error = known ? text : "";
        return known;
    }

    private void refused(String name, String reason) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putObject("error").put("class", "GenericError").put("desc", reason);
        messages.add(QmpMessage.answering(name, body));
    }

    /// A line of a shell that calls virsh.
    private boolean shell(String text) {
        if (!VIRSH.matcher(text).matches()) {
            return false;
        }
        end();
        virsh = true;
        command = "";
        return true;
    }

    /// What virsh said went wrong on the present line; empty where it said nothing of the kind.
    public String error() {
        return error;
    }

    /// The output that is open ends.
    public void end() {
        if (figures.isOpen()) {
            answer("query-migrate", figures.answer());
        }
        SettingsText open = settings;
        settings = null;
        if (open != null) {
            answer("query-migrate-parameters", open.parameters());
            if (!open.capabilities().isEmpty()) {
                ObjectNode body = JsonMapper.shared().createObjectNode();
                body.set("return", open.capabilities());
                messages.add(QmpMessage.answering("query-migrate-capabilities", body));
            }
        }
    }

    private void answer(String name, ObjectNode answer) {
        if (!answer.isEmpty()) {
            ObjectNode body = JsonMapper.shared().createObjectNode();
            body.set("return", answer);
            messages.add(QmpMessage.answering(name, body));
        }
    }

    /// Whether an output goes on in the next line.
    public boolean isOpen() {
        return figures.isOpen() || settings != null;
    }

    /// The next message that is whole.
    public Optional<QmpMessage> next() {
        return Optional.ofNullable(messages.poll());
    }
}
