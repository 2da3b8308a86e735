package dev.modeldock.server.actions.classifier.net;

import java.util.List;

/**
 * What a network looks like: convolutions, each of which halves the image, then a hidden layer, then a score for each class.
 *
 * @param colours 1 or 3
 * @param size of the square image, in pixels
 * @param channels that each convolution makes
 * @param hidden outputs of the hidden layer
 */
public record NetPlan(int colours, int size, List<Integer> channels, int hidden, int classes) {
    public NetPlan {
        channels = List.copyOf(channels);
    }

    /** How wide and high the image is behind all convolutions. */
    public int last() {
        return size >> channels.size();
    }

    /** What the hidden layer reads. */
    public int flat() {
        int lastChannels = channels.isEmpty() ? colours : channels.get(channels.size() - 1);
        return lastChannels * last() * last();
    }

    /** How many numbers are learnt. */
    public long parameters() {
        long sum = (flat() + 1L) * hidden + (hidden + 1L) * classes;
        int from = colours;
        for (int to : channels) {
            sum += (from * 9L + 1) * to;
            from = to;
        }
        return sum;
    }

    /** The same for another number of classes. */
    public NetPlan with(int other) {
        return new NetPlan(colours, size, channels, hidden, other);
    }

    /** The memory that looking at so many images at once takes, in bytes. */
    public long bytes(int batch) {
        return trainingBytes(batch) / 2;
    }

    /** The memory that training takes with so many images at once, in bytes. */
    public long trainingBytes(int batch) {
        long rows = (long) colours * size * size + 4L * flat() + 4L * hidden + 2L * classes;
        int side = size;
        for (int to : channels) {
            // A convolution and its half, each with gradients.
            rows += 2L * to * side * side + 2L * to * (side / 2) * (side / 2);
            side /= 2;
        }
        return Float.BYTES * (rows * batch + 5 * parameters());
    }
}
