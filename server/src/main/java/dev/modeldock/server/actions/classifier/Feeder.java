package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.net.Net;
import java.util.Arrays;

/** Writes images into the input of a network, as they are or varied. */
final class Feeder {
    private final Net net;
    private final float[][] table;

    Feeder(Net net, Scaling scaling) {
        this.net = net;
        this.table = scaling.table();
    }

    Net net() {
        return net;
    }

    /** How an image is seen; what is moved in from outside is the edge, repeated. */
    record View(boolean flipped, int right, int down) {
        static final View PLAIN = new View(false, 0, 0);

        int x(int x, int size) {
            return Math.max(0, Math.min(size - 1, (flipped ? size - 1 - x : x) + right));
        }

        int y(int y, int size) {
            return Math.max(0, Math.min(size - 1, y + down));
        }
    }

    /** @param images planes of pixels, as many images as the network takes at most */
    void feed(byte[][] images) {
        View[] views = new View[images.length];
        Arrays.fill(views, View.PLAIN);
        feed(images, views);
    }

    void feed(byte[][] images, View[] views) {
        int size = net.plan().size();
        net.team().each(net.plan().colours() * size, line -> {
            int colour = line / size;
            int y = line % size;
            for (int x = 0; x < size; x++) {
                float[] row = net.input()[line * size + x];
                for (int j = 0; j < images.length; j++) {
                    View view = views[j];
                    int at = (colour * size + view.y(y, size)) * size + view.x(x, size);
                    row[j] = table[colour][images[j][at] & 255];
                }
            }
        });
    }
}
