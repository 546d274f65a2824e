package dev.vfr.recorder.capture.text;

/// Puts what was found in a file into a message of one line.
public final class Quote {

    private static final int LONGEST = 60;

    private Quote() {}

    /// `found` in quotation marks, cut to a readable length, without control characters.
    public static String of(String found) {
        StringBuilder quoted = new StringBuilder("\"");
        int length = Math.min(found.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char c = found.charAt(i);
            quoted.append(Character.isISOControl(c) ? '.' : c);
        }
        return quoted.append(found.length() > LONGEST ? "…\"" : "\"").toString();
    }
}
