package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.List;

/** Writes labels again with boxes that lie within their images. */
interface Correction extends AutoCloseable {
    /** What is written for an image; on any thread. */
    List<String> of(LabelledImage image) throws ActionException, IOException;

    /** Writes it; on one thread, in order. */
    void take(List<String> made) throws IOException;

    /** Nothing more comes. */
    void finish() throws ActionException, IOException;

    @Override
    void close() throws IOException;

    /**
     * Left, top, right and bottom as they should be: in order, and within the image.
     *
     * @param frame null where nothing is known of the image
     */
    static List<PythonNumber> corrected(List<PythonNumber> corners, Frame frame) {
        PythonNumber zero = PythonNumber.of(0);
        PythonNumber end = PythonNumber.of(Double.MAX_VALUE);
        PythonNumber width = frame == null ? end : frame.width();
        PythonNumber height = frame == null ? end : frame.height();
        PythonNumber left = corners.get(0).within(zero, width);
        PythonNumber top = corners.get(1).within(zero, height);
        PythonNumber right = corners.get(2).within(zero, width);
        PythonNumber bottom = corners.get(3).within(zero, height);
        boolean mirrored = right.value() < left.value();
        boolean upsideDown = bottom.value() < top.value();
        return List.of(
                mirrored ? right : left, upsideDown ? bottom : top, mirrored ? left : right, upsideDown ? top : bottom);
    }
}
