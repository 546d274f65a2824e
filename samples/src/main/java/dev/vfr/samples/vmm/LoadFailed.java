package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// The destination VMM cannot go on loading.
final class LoadFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String detail;

    /// @param detail what 11.0 and later print behind the errno, empty if nothing
    LoadFailed(Errno errno, String detail) {
        super(detail, null, false, false);
        this.errno = errno;
        this.detail = detail;
    }

    Errno errno() {
        return errno;
    }

    Optional<String> detail() {
        return detail.isEmpty() ? Optional.empty() : Optional.of(detail);
    }
}
