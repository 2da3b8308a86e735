package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.classifier.net.Chance;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.server.actions.classifier.net.Softmax;
import dev.modeldock.server.actions.classifier.net.Team;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What onnxruntime makes of an exported network. */
class OnnxTest {
    private static final int IMAGES = 50;

    private static Head head(NetPlan plan) {
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < plan.classes(); i++) {
            classes.add("class \"" + i + "\" é");
        }
        float[] mean = plan.colours() == 1 ? new float[] {70.5f} : new float[] {100, 90.25f, 80};
        float[] factor = plan.colours() == 1 ? new float[] {0.0125f} : new float[] {0.011f, 0.02f, 0.015f};
        return new Head(classes, plan, new Scaling(mean, factor), Head.Progress.none());
    }

    private static byte[][] images(NetPlan plan) {
        Chance chance = Chance.of(plan.size());
        byte[][] images = new byte[IMAGES][plan.colours() * plan.size() * plan.size()];
        for (byte[] image : images) {
            int bright = 1 + chance.below(255);
            for (int i = 0; i < image.length; i++) {
                image[i] = (byte) chance.below(bright);
            }
        }
        return images;
    }

    static float[][] run(byte[] model, NetPlan plan, byte[][] images) throws OrtException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(images.length * images[0].length);
        for (byte[] image : images) {
            bytes.put(image);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {images.length, plan.colours(), plan.size(), plan.size()};
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input = OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("image", input))) {
            return (float[][]) result.get("probabilities").orElseThrow().getValue();
        }
    }

    private static byte[] bytes(Export export, Net net) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.model(net).write(out);
        return out.toByteArray();
    }

    private static double difference(NetPlan plan, boolean small) throws Exception {
        try (Team team = new Team(2, () -> {})) {
            Net net = new Net(plan, new Net.Making(IMAGES, false, team));
            net.begin(11);
            byte[][] images = images(plan);
            new Feeder(net, head(plan).scaling()).feed(images);
            net.forward(IMAGES);
            float[][] found = run(bytes(new Export(head(plan), small), net), plan, images);
            double most = 0;
            for (int i = 0; i < IMAGES; i++) {
                double[] expected = Softmax.probabilities(net.scores(), i);
                for (int j = 0; j < expected.length; j++) {
                    most = Math.max(most, Math.abs(expected[j] - found[i][j]));
                }
            }
            return most;
        }
    }

    @ParameterizedTest(name = "{0} colours, {1} pixels, {2} convolutions, {3} classes")
    @CsvSource({"1, 28, 2, 10", "3, 33, 3, 300", "3, 8, 0, 3", "1, 11, 1, 2"})
    void itSeesWhatWeSee(int colours, int size, int convolutions, int classes) throws Exception {
        List<Integer> channels = List.of(6, 9, 10).subList(0, convolutions);
        NetPlan plan = new NetPlan(colours, size, channels, 17, classes);
        double most = difference(plan, false);
        assertTrue(most < 1e-5, "the largest difference is " + most);
        double small = difference(plan, true);
        assertTrue(small > 0 && small < 0.1, "with int8 the largest difference is " + small);
    }

    @Test
    void theModelSaysWhatItTakesAndWhatItsClassesAre() throws Exception {
        NetPlan plan = new NetPlan(3, 12, List.of(4), 5, 3);
        try (Team team = new Team(1, () -> {})) {
            Net net = new Net(plan, new Net.Making(1, false, team));
            net.begin(1);
            try (OrtSession session =
                    OrtEnvironment.getEnvironment().createSession(bytes(new Export(head(plan)), net))) {
                Map<String, String> facts = session.getMetadata().getCustomMetadata();
                assertEquals(head(plan).classes(), new ObjectMapper().readValue(facts.get("classes"), List.class));
                assertEquals(
                        "{\"size\":12,\"colour\":\"rgb\",\"type\":\"uint8\",\"layout\":\"NCHW\"}", facts.get("input"));
                assertEquals("modeldock", session.getMetadata().getProducerName());
            }
        }
    }
}
