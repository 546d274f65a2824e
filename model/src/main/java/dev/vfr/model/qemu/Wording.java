package dev.vfr.model.qemu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One wording of a message, as some releases print it.
///
/// A wording is written as QEMU's own format string is: literal text with a `{name}` for each value. A name gives its
/// value to [Match#values()]; `{}` stands for anything and keeps nothing. Text before and after the wording is allowed,
/// so a program's name, a time stamp or quotes may stand around it. A leading `{device}: ` may be missing.
public final class Wording {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w*)}");

    /// Not a device, though it is followed by a colon as one is.
    private static final String PROGRAM = "(?:/\\S*/)?(?:qemu[\\w-]*|kvm|error|Error|warning|vfio): ";

    private static final String DEVICE = "{device}: ";

    private final String text;
    private final String anchor;
    private final Releases releases;
    /// Made when a line has the anchor: most runs need few of the table's patterns, and all take long to compile.
    private volatile @Nullable Pattern pattern;

    private Wording(String text, String anchor, Releases releases) {
        this.text = text;
        this.anchor = anchor;
        this.releases = releases;
    }

    static Wording of(String text, Releases releases) {
        String anchor = "";
        for (String literal : PLACEHOLDER.split(withoutDevice(text), -1)) {
            anchor = longer(anchor, literal);
        }
        return new Wording(text, anchor, releases);
    }

    private static String withoutDevice(String text) {
        return text.startsWith(DEVICE) ? text.substring(DEVICE.length()) : text;
    }

    private Pattern pattern() {
        Pattern made = pattern;
        if (made == null) {
            made = compiled(text);
            pattern = made;
        }
        return made;
    }

    private static Pattern compiled(String text) {
        StringBuilder regex = new StringBuilder();
        if (text.startsWith(DEVICE)) {
            regex.append("(?:(?<![^\\s\"'])(?!").append(PROGRAM).append(")(?<device>[^\\s\"']+): )?");
        }
        String rest = withoutDevice(text);
        Matcher placeholder = PLACEHOLDER.matcher(rest);
        int from = 0;
        while (placeholder.find()) {
            regex.append(literal(rest.substring(from, placeholder.start())))
                    .append(group(placeholder.group(1), placeholder.end() == rest.length()));
            from = placeholder.end();
        }
        return Pattern.compile(regex.append(literal(rest.substring(from))).toString());
    }

    private static String longer(String one, String other) {
        return one.length() >= other.length() ? one : other;
    }

    private static String literal(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    /// What a value may look like, by its name.
    private static String group(String name, boolean last) {
        String value = switch (name) {
            case "" -> last ? "" : "[^\"]*?";
            case "device", "program" -> "[^\\s\"']+";
            case "pci" -> "[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
            case "errno" -> "[^:;.\"'(),\\[]+";
            case "state" -> "[A-Z][A-Z_0-9]*";
            case "ours", "theirs" -> last ? "[^\":'(]+" : "[^\"]+?";
            case "number", "number2", "ret" -> "-?(?:0x)?[0-9a-fA-F]+";
            case "section" -> "[^'\")]+";
            case "model", "field" -> "[^\\s:\"']+";
            default -> last ? "[^\"]+" : ".*?";
        };
        return name.isEmpty() ? value : "(?<" + name + ">" + value + ")";
    }

    /// Where a line has a wording, and with which values.
    record Found(int start, int end, Map<String, String> values) {

        boolean overlaps(Found other) {
            return start < other.end && other.start < end;
        }
    }

    /// Empty if the line does not have this wording.
    Optional<Found> in(String line) {
        Pattern words = pattern();
        Matcher matcher = words.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : words.namedGroups().keySet()) {
            String value = matcher.group(name);
            if (value != null) {
                values.put(name.equals("pci") ? "device" : name, bare(value));
            }
        }
        return Optional.of(new Found(matcher.start(), matcher.end(), values));
    }

    private static String bare(String value) {
        String bare = value.replace("\\", "").strip();
        while (!bare.isEmpty() && "\"'.".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare.startsWith("\"") || bare.startsWith("'") ? bare.substring(1) : bare;
    }

    /// The longest literal text of the wording: a line without it cannot have this wording.
    String anchor() {
        return anchor;
    }

    public Releases releases() {
        return releases;
    }

    @Override
    public String toString() {
        return text;
    }
}
