package dev.vfr.ui.graph;

import dev.vfr.model.vfio.DeviceState;

/// Where the eight states stand: running states above, stopped ones below, saving ones on the right, so that every
/// arc of a driver with all features joins two neighbours.
///
/// @param width px of the whole graph
/// @param height px of the whole graph
/// @param top px above the graph
record GraphLayout(double width, double height, double top) {

    private static final int ROWS = 4;
    private static final double NODE_WIDTH_MAX = 128;
    private static final double NODE_HEIGHT_MAX = 30;

    double nodeWidth() {
        return Math.min(NODE_WIDTH_MAX, width * 0.34);
    }

    double nodeHeight() {
        return Math.floor(Math.min(NODE_HEIGHT_MAX, height / ROWS * 0.5));
    }

    /// Middle of the state's box, px.
    double x(DeviceState state) {
        boolean right = state.isSaving() || state == DeviceState.ERROR;
        return Math.floor(width * (right ? 0.74 : 0.26));
    }

    /// Middle of the state's box, px.
    double y(DeviceState state) {
        double row = height / ROWS;
        return Math.floor(top + row * (rowOf(state) + 0.5));
    }

    static int rowOf(DeviceState state) {
        return switch (state) {
            case RUNNING, PRE_COPY -> 0;
            case RUNNING_P2P, PRE_COPY_P2P -> 1;
            case STOP, STOP_COPY -> 2;
            case RESUMING, ERROR -> 3;
        };
    }
}
