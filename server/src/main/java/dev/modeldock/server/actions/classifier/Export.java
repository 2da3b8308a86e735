package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.classifier.OnnxGraph.Setting;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.server.actions.classifier.net.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a network as {@code model.onnx}, which takes the pixels of images as they are and tells probabilities, and its classes
 * as {@code labels.txt}.
 *
 * @param small whether weights are stored as int8
 */
record Export(Head head, boolean small) {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;
    private static final int FLOAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    Export(Head head) {
        this(head, false);
    }

    void write(Net net, Path results) throws IOException {
        Files.writeString(results.resolve("labels.txt"), String.join("\n", head.classes()) + "\n");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(results.resolve("model.onnx")))) {
            model(net).write(out);
        }
    }

    /** As it is at the moment at which it is written. */
    Message model(Net net) throws IOException {
        Message model = new Message().number(1, IR_VERSION).text(2, "modeldock").message(7, graph(net));
        model.message(8, new Message().text(1, "").number(2, OPERATORS));
        model.message(14, fact("classes", JSON.writeValueAsString(head.classes())));
        ObjectNode input = JSON.createObjectNode()
                .put("size", head.plan().size())
                .put("colour", head.plan().colours() == 1 ? "grey" : "rgb")
                .put("type", "uint8")
                .put("layout", "NCHW");
        return model.message(14, fact("input", input.toString()));
    }

    private static Message fact(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }

    private Message graph(Net net) {
        NetPlan plan = head.plan();
        int colours = plan.colours();
        OnnxGraph graph = new OnnxGraph("classifier", "image", colours, plan.size(), plan.size());
        graph.step("Cast", List.of(), new Setting("to", FLOAT));
        String mean = graph.tensor("mean", new float[][] {head.scaling().mean()}, 1, colours, 1, 1);
        graph.step("Sub", List.of(mean));
        String factor = graph.tensor("factor", new float[][] {head.scaling().factor()}, 1, colours, 1, 1);
        graph.step("Mul", List.of(factor));
        int inputs = colours;
        for (int i = 0; i < plan.channels().size(); i++) {
            convolution(graph, net.weights().get(i), "conv" + i, inputs);
            inputs = plan.channels().get(i);
        }
        graph.step("Flatten", List.of(), new Setting("axis", 1));
        int convolutions = plan.channels().size();
        dense(graph, net.weights().get(convolutions), "hidden");
        graph.step("Relu", List.of());
        dense(graph, net.weights().get(convolutions + 1), "classes");
        graph.output(
                "Softmax", OnnxGraph.floats("probabilities", plan.classes()), "probabilities", new Setting("axis", 1));
        return graph.toMessage();
    }

    private void convolution(OnnxGraph graph, Weights weights, String name, int inputs) {
        List<String> tensors = List.of(
                rows(graph, weights, name, weights.outputs(), inputs, 3, 3),
                graph.tensor(name + "_bias", weights.bias().values(), weights.outputs()));
        graph.step("Conv", tensors, new Setting("kernel_shape", 3, 3), new Setting("pads", 1, 1, 1, 1));
        graph.step("MaxPool", List.of(), new Setting("kernel_shape", 2, 2), new Setting("strides", 2, 2));
        graph.step("Relu", List.of());
    }

    private void dense(OnnxGraph graph, Weights weights, String name) {
        List<String> tensors = List.of(
                rows(graph, weights, name, weights.outputs(), weights.inputs()),
                graph.tensor(name + "_bias", weights.bias().values(), weights.outputs()));
        graph.step("Gemm", tensors, new Setting("transB", 1));
    }

    private String rows(OnnxGraph graph, Weights weights, String name, long... shape) {
        return small
                ? graph.small(name, weights.rows().values(), shape)
                : graph.tensor(name, weights.rows().values(), shape);
    }
}
