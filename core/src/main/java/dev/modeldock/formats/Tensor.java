package dev.modeldock.formats;

import java.util.List;

/**
 * One tensor, as the header of its file tells it.
 *
 * @param file the path of its file in the model
 * @param shape its dimensions as the file has them; of more than 16 the first
 * @param parameters how many scalars it holds; 0 where they are packed in a way that is not known here
 * @param bytes that they take in the file
 */
public record Tensor(String file, String name, String dtype, List<Long> shape, long parameters, long bytes) {
    /** So many dimensions are told of a tensor. */
    static final int MOST_DIMENSIONS = 16;

    /** Is given tensors one by one, as their header is read. */
    @FunctionalInterface
    public interface Sink {
        void take(Tensor tensor);
    }
}
