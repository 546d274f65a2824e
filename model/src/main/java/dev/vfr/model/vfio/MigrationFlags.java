package dev.vfr.model.vfio;

import java.util.ArrayList;
import java.util.List;

/// What a device's migration driver offers: the answer to VFIO_DEVICE_FEATURE GET MIGRATION.
///
/// Source: include/uapi/linux/vfio.h, VFIO_MIGRATION_STOP_COPY, _P2P, _PRE_COPY.
///
/// @param bits the kernel's bits; those without a name here are kept
public record MigrationFlags(long bits) {

    public static final long STOP_COPY_BIT = 1;
    public static final long P2P_BIT = 2;
    public static final long PRE_COPY_BIT = 4;

    public static final MigrationFlags NONE = new MigrationFlags(0);
    public static final MigrationFlags STOP_COPY = new MigrationFlags(STOP_COPY_BIT);
    public static final MigrationFlags STOP_COPY_P2P = new MigrationFlags(STOP_COPY_BIT | P2P_BIT);
    public static final MigrationFlags STOP_COPY_PRE_COPY = new MigrationFlags(STOP_COPY_BIT | PRE_COPY_BIT);
    public static final MigrationFlags ALL = new MigrationFlags(STOP_COPY_BIT | P2P_BIT | PRE_COPY_BIT);

    /// The combinations that drivers offer: STOP_COPY is in all of them.
    public static List<MigrationFlags> combinations() {
        return List.of(STOP_COPY, STOP_COPY_P2P, STOP_COPY_PRE_COPY, ALL);
    }

    public boolean hasStopCopy() {
        return (bits & STOP_COPY_BIT) != 0;
    }

    public boolean hasP2p() {
        return (bits & P2P_BIT) != 0;
    }

    public boolean hasPreCopy() {
        return (bits & PRE_COPY_BIT) != 0;
    }

    /// Whether a device with these flags can be in `state`. ERROR is never allowed: it cannot be requested.
    ///
    /// Source: drivers/vfio/vfio_main.c, state_flags_table.
    public boolean allows(DeviceState state) {
        return switch (state) {
            case ERROR -> false;
            case STOP, RUNNING, STOP_COPY, RESUMING -> hasStopCopy();
            case RUNNING_P2P -> hasStopCopy() && hasP2p();
            case PRE_COPY -> hasStopCopy() && hasPreCopy();
            case PRE_COPY_P2P -> hasStopCopy() && hasP2p() && hasPreCopy();
        };
    }

    /// The names of the set bits in ascending order, without the uapi prefix; a bit without a name as `0x8`.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            names.add(nameOf(Long.lowestOneBit(rest)));
        }
        return List.copyOf(names);
    }

    private static String nameOf(long bit) {
        if (bit == STOP_COPY_BIT) {
            return "STOP_COPY";
        }
        if (bit == P2P_BIT) {
            return "P2P";
        }
        return bit == PRE_COPY_BIT ? "PRE_COPY" : "0x" + Long.toHexString(bit);
    }

    /// The names joined with `|`, `none` where no bit is set.
    @Override
    public String toString() {
        return bits == 0 ? "none" : String.join("|", names());
    }
}
