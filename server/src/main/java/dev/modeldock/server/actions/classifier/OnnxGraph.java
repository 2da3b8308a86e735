package dev.modeldock.server.actions.classifier;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A graph of ONNX (operator set 13) that is added to step by step; each reads what the one before has made. */
final class OnnxGraph {
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int KIND_INT = 2;
    private static final int KIND_INTS = 7;
    private static final int MOST_INT8 = 127;

    private final Message graph = new Message();
    private String last;
    private int made;

    OnnxGraph(String name, String input, long... shape) {
        graph.text(2, name).message(11, value(input, UINT8, shape));
        last = input;
    }

    /** A setting of a step. */
    record Setting(String name, long... values) {
        private Message encoded() {
            boolean list = values.length != 1;
            Message message = new Message().text(1, name);
            return list
                    ? message.numbers(8, values).number(20, KIND_INTS)
                    : message.number(3, values[0]).number(20, KIND_INT);
        }
    }

    /** Add a step that reads the last one's output, and then some tensors. */
    void step(String operator, List<String> tensors, Setting... settings) {
        Message node = new Message().text(1, last);
        tensors.forEach(tensor -> node.text(1, tensor));
        last = "made" + made++;
        end(node.text(2, last), operator, settings);
    }

    /** Add the last step, whose output is the graph's. */
    void output(String operator, Message value, String name, Setting setting) {
        end(new Message().text(1, last).text(2, name), operator, setting);
        graph.message(12, value);
    }

    private void end(Message node, String operator, Setting... settings) {
        node.text(4, operator);
        for (Setting setting : settings) {
            node.message(5, setting.encoded());
        }
        graph.message(1, node);
    }

    /** What a graph reads or makes, with any number of images. */
    static Message value(String name, int type, long... shape) {
        Message dimensions = new Message().message(1, new Message().text(2, "batch"));
        for (long length : shape) {
            dimensions.message(1, new Message().number(1, length));
        }
        Message tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    static Message floats(String name, long... shape) {
        return value(name, FLOAT, shape);
    }

    /** Add numbers that steps read. */
    String tensor(String name, float[][] rows, long... shape) {
        int length = (int) (size(shape) / rows.length);
        return tensor(name, FLOAT, size(shape) * Float.BYTES, out -> floats(rows, length, out), shape);
    }

    private String tensor(String name, int type, long bytes, Message.Body body, long... shape) {
        graph.message(
                5, new Message().numbers(1, shape).number(2, type).text(8, name).body(9, bytes, body));
        return name;
    }

    private static void floats(float[][] rows, int length, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            bytes.asFloatBuffer().put(row, 0, length);
            out.write(bytes.array());
        }
    }

    /** Add numbers as whole ones from -127 to 127 with a factor for each row, and a step that makes floats of them. */
    String small(String name, float[][] rows, long... shape) {
        int length = (int) (size(shape) / rows.length);
        float[] factors = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            float most = 0;
            for (int i = 0; i < length; i++) {
                most = Math.max(most, Math.abs(rows[row][i]));
            }
            factors[row] = most == 0 ? 1 : most / MOST_INT8;
        }
        tensor(name + "_int8", INT8, size(shape), out -> wholes(rows, factors, length, out), shape);
        tensor(name + "_factor", new float[][] {factors}, rows.length);
        Message node =
                new Message().text(1, name + "_int8").text(1, name + "_factor").text(2, name);
        end(node, "DequantizeLinear", new Setting("axis", 0));
        return name;
    }

    private static void wholes(float[][] rows, float[] factors, int length, OutputStream out) throws IOException {
        byte[] bytes = new byte[length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) Math.round(rows[row][i] / factors[row]);
            }
            out.write(bytes);
        }
    }

    private static long size(long... shape) {
        long size = 1;
        for (long length : shape) {
            size *= length;
        }
        return size;
    }

    Message toMessage() {
        return graph;
    }
}
