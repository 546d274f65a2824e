package dev.vfr.samples.vmm;

/// A release of QEMU whose migration code is modelled. What each of them changed is in [Change].
public enum VmmRelease {
    V8_0("8.0"),
    V8_1("8.1"),
    V8_2("8.2"),
    V9_0("9.0"),
    V9_1("9.1"),
    V9_2("9.2"),
    V10_0("10.0"),
    V10_1("10.1"),
    V10_2("10.2"),
    V11_0("11.0"),
    V11_1("11.1");

    private final String version;

    VmmRelease(String version) {
        this.version = version;
    }

    /// Such as `10.0`.
    public String version() {
        return version;
    }

    /// Whether this release does as `change` says.
    boolean has(Change change) {
        return compareTo(change.since()) >= 0;
    }

    /// The release of that version.
    ///
    /// @param version such as `10.0`
    /// @throws IllegalArgumentException where it is not modelled
    public static VmmRelease ofVersion(String version) {
        for (VmmRelease release : values()) {
            if (release.version.equals(version)) {
                return release;
            }
        }
        throw new IllegalArgumentException("no release '" + version + "'");
    }

    @Override
    public String toString() {
        return version;
    }
}
