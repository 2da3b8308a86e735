package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains a classifier of Fashion-MNIST with the defaults and judges it by its 10,000 test images, here and in onnxruntime. Runs
 * in the profile {@code slow}; {@code -Dmodeldock.trial.seed=…} takes another seed.
 */
class FashionMnistTrial {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final double ENOUGH = 0.91;
    private static final double CLOSE = 1e-4;
    private static final int AT_ONCE = 500;

    @TempDir
    Path temp;

    private TaoApi tao;

    @Test
    void theDefaultsReachWhatIsPromised() throws Exception {
        FashionMnist test = FashionMnist.of("t10k");
        try (RunningDock dock =
                RunningDock.with(temp.resolve("data")).jvm("-Xmx1g").start()) {
            tao = TaoApi.somebody(dock.http());
            String seen = dataset(FashionMnist.of("train"));
            String unseen = dataset(test);
            String model = tao.model("classification_tf2");
            patch(model, Answer.JSON.createObjectNode().set("train_datasets", list(seen)));
            String train = trained(model);
            ObjectNode others = Answer.JSON.createObjectNode().put("eval_dataset", TaoApi.id(unseen));
            patch(model, others.put("inference_dataset", TaoApi.id(unseen)));
            tao.post(
                            model + "/specs/inference",
                            spec(model, "inference").put("topK", 10).toString())
                    .expect(201);
            JsonNode evaluated = done(model, child(model, train, "evaluate"));
            double accuracy =
                    evaluated.at("/result/kpi/0/values").elements().next().asDouble();
            System.out.println("Fashion-MNIST: " + TaoApi.message(evaluated));
            assertTrue(accuracy >= ENOUGH, evaluated::toPrettyString);
            String inferred = child(model, train, "inference");
            done(model, inferred);
            String exported = child(model, train, "export");
            done(model, exported);
            compare(test, tao.downloaded(model, inferred).get("result.csv"), tao.downloaded(model, exported), accuracy);
            assertEquals(List.of(), dock.faults());
        }
    }

    private String dataset(FashionMnist images) {
        String path = tao.dataset("image_classification", "default");
        for (int label = 0; label < FashionMnist.CLASSES.size(); label++) {
            tao.upload(path, "data.tar.gz", Archives.pack("tar.gz", images.files(label)))
                    .expect(201);
        }
        return path;
    }

    private static JsonNode list(String path) {
        return Answer.JSON.createArrayNode().add(TaoApi.id(path));
    }

    private void patch(String model, JsonNode settings) {
        tao.ask("PATCH", model, settings.toString()).expect(200);
    }

    private ObjectNode spec(String model, String action) {
        return (ObjectNode) tao.shown(model + "/specs/" + action + "/schema").get("default");
    }

    private String trained(String model) {
        Long seed = Long.getLong("modeldock.trial.seed");
        if (seed != null) {
            tao.post(
                            model + "/specs/train",
                            spec(model, "train").put("seed", seed).toString())
                    .expect(201);
        }
        long begin = System.nanoTime();
        String job = tao.submitted(model, "train");
        System.out.println("Fashion-MNIST: " + TaoApi.message(done(model, job)));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("Fashion-MNIST: trained in " + took.toSeconds() + " s");
        assertTrue(took.compareTo(BOUND) < 0, () -> "it took " + took);
        return job;
    }

    private String child(String model, String parent, String action) {
        return tao.submit(model, "{\"job\":\"" + parent + "\",\"actions\":[\"" + action + "\"]}")
                .get(0);
    }

    private JsonNode done(String model, String job) {
        JsonNode ended = Await.until(
                "the end of " + job,
                PATIENCE,
                () -> tao.job(model, job),
                found -> List.of("Done", "Error").contains(found.path("status").asText()));
        assertEquals("Done", ended.path("status").asText(), ended::toPrettyString);
        return ended;
    }

    /** The server's probabilities and those of onnxruntime, which is given the raw pixels of the test images. */
    private static void compare(FashionMnist test, byte[] csv, Map<String, byte[]> exported, double accuracy)
            throws Exception {
        List<String> labels = new String(exported.get("labels.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        float[][] found = probabilities(test, exported.get("model.onnx"));
        int right = 0;
        double[][] ours = new double[test.size()][];
        for (String row :
                new String(csv, StandardCharsets.UTF_8).lines().skip(1).toList()) {
            String[] cells = row.split(",");
            int image = Integer.parseInt(cells[0].replaceAll(".*/(\\d+)\\.png", "$1"));
            int label = labels.indexOf(cells[1]);
            double probability = Double.parseDouble(cells[2]);
            assertEquals(probability, found[image][label], CLOSE, row);
            if (ours[image] == null) {
                ours[image] = new double[] {label, probability};
                assertEquals(label, best(found[image]), row);
                right += labels.get(label).equals(FashionMnist.CLASSES.get(test.labels()[image])) ? 1 : 0;
            }
        }
        assertTrue(Arrays.stream(ours).noneMatch(each -> each == null), "not all images are in result.csv");
        assertEquals(accuracy, right / (double) test.size(), 1e-9);
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    private static float[][] probabilities(FashionMnist test, byte[] model) throws Exception {
        float[][] all = new float[test.size()][];
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            for (int from = 0; from < test.size(); from += AT_ONCE) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(AT_ONCE * FashionMnist.SIZE * FashionMnist.SIZE);
                for (int i = from; i < from + AT_ONCE; i++) {
                    bytes.put(test.image(i));
                }
                long[] shape = {AT_ONCE, 1, FashionMnist.SIZE, FashionMnist.SIZE};
                try (OnnxTensor input =
                                OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.UINT8);
                        OrtSession.Result result = session.run(Map.of("image", input))) {
                    float[][] some = (float[][])
                            result.get("probabilities").orElseThrow().getValue();
                    System.arraycopy(some, 0, all, from, AT_ONCE);
                }
            }
        }
        return all;
    }
}
