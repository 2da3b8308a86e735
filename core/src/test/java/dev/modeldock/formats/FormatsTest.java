package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
    private static final byte[] SYSTEM = Samples.bytes("cos\nsystem\n(S'id'\ntR.");

    @TempDir
    Path folder;

    private Samples files;

    @BeforeEach
    void begin() throws IOException {
        files = new Samples(Files.createTempDirectory(folder, "model"));
    }

    @Test
    void tinyBertIsTransformersWithSafetensors() throws IOException {
        Inspection found = files.fixture("tiny-bert").inspect();
        assertEquals(Profile.TRANSFORMERS_SAFETENSORS, found.profile());
        assertEquals("safetensors", found.facts().get("format"));
        assertEquals("BertForMaskedLM", found.facts().get("architecture"));
        assertEquals("bert", found.facts().get("modelType"));
        assertEquals(2456L, found.facts().get("parameters"));
        assertEquals(9824L, found.facts().get("totalTensorBytes"));
        assertEquals("F32", found.facts().get("dtype"));
        assertEquals(List.of(), found.notes());
    }

    @Test
    void shardsAddUpToTheSame() throws IOException {
        Inspection found = files.fixture("tiny-bert-sharded").inspect();
        assertEquals(Profile.TRANSFORMERS_SAFETENSORS_SHARDED, found.profile());
        assertEquals(2456L, found.facts().get("parameters"));
        assertEquals(8, found.facts().get("shards"));
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        String refusal = files.fixture("tiny-bert-sharded")
                .without("model-00003-of-00008.safetensors")
                .refused();
        assertTrue(refusal.contains("model-00003-of-00008.safetensors"), refusal);
        assertTrue(refusal.contains("1 of them are missing"), refusal);
        files.without("model.safetensors.index.json");
        refusal = files.refused();
        assertTrue(refusal.contains("model-00003-of-00008.safetensors"), refusal);
    }

    @Test
    void tinyBinIsScannedAndInnocuous() throws IOException {
        Inspection found = files.fixture("tiny-bin").inspect();
        assertEquals(Profile.TRANSFORMERS_PYTORCH, found.profile());
        assertEquals("F32", found.facts().get("dtype"));
        assertEquals(
                Level.INNOCUOUS, found.scans().get("sha-of-pytorch_model.bin").level());
    }

    @Test
    void safetensorsGoBeforePicklesAndBothAreChecked() throws IOException {
        files.fixture("tiny-bin").fixture("tiny-bert");
        Inspection found = files.inspect();
        assertEquals(Profile.TRANSFORMERS_SAFETENSORS, found.profile());
        assertEquals(1, found.scans().size());
        files.add("pytorch_model.bin", SYSTEM).refused(Problem.UNSAFE_MODEL, Samples.request(false, false));
    }

    @Test
    void tinyLoraIsAnAdapter() throws IOException {
        Inspection found = files.fixture("tiny-lora").inspect();
        assertEquals(Profile.PEFT_ADAPTER, found.profile());
        assertEquals("google/tiny-bert", found.facts().get("baseModel"));
        assertEquals(2L, found.facts().get("tensorCount"));
        String refusal = files.without("adapter_model.safetensors").refused();
        assertTrue(refusal.contains("no adapter_model.safetensors"), refusal);
    }

    @Test
    void anAnnouncedAdapterMustBeOne() throws IOException {
        files.add("README.md", "nothing");
        DockException refusal = files.refused(Problem.INVALID_MODEL, Samples.request(true, false));
        assertTrue(refusal.getMessage().contains("neither adapter_config.json nor"), refusal.getMessage());
        files.add("pytorch_lora_weights.safetensors", Samples.goodSafetensors());
        Inspection found = new Formats().inspect(files.files(), Samples.request(true, false));
        assertEquals(Profile.PEFT_ADAPTER, found.profile());
        assertTrue(found.notes().toString().contains("base model is not known"));
    }

    @Test
    void singleFilesAreRecognised() throws IOException {
        assertEquals(
                Profile.GGUF,
                files.add("a.gguf", GgufHeaderTest.good(3)).inspect().profile());
        begin();
        assertEquals(
                Profile.ONNX,
                files.add("onnx/model.onnx", OnnxModelTest.good()).inspect().profile());
        begin();
        assertEquals(
                Profile.SAFETENSORS,
                files.add("lora.safetensors", Samples.goodSafetensors())
                        .inspect()
                        .profile());
        begin();
        assertEquals(Profile.FILES, files.add("README.md", "text").inspect().profile());
        begin();
        assertEquals(Profile.FILES, files.inspect().profile());
    }

    @Test
    void falseNamesAreRefusedWithTheFileAndTheReason() throws IOException {
        assertTrue(files.add("x/model.safetensors", "no")
                .refused()
                .contains("x/model.safetensors is no valid safetensors"));
        begin();
        assertTrue(files.add("m.gguf", "no such thing").refused().contains("m.gguf is no valid GGUF file"));
        begin();
        assertTrue(files.add("m.onnx", "no such thing").refused().contains("m.onnx is no valid ONNX file"));
        begin();
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n";
        assertTrue(files.add("model.safetensors", pointer).refused().contains("Git LFS pointer"));
    }

    @Test
    void externalDataOfOnnxMustBeThere() {
        byte[] model = Samples.bytes(
                8,
                9,
                OnnxModelTest.field(7, OnnxModelTest.field(5, OnnxModelTest.external("model.onnx_data", "4", "4"))));
        files.add("onnx/model.onnx", model);
        assertTrue(files.refused().contains("model.onnx_data of onnx/model.onnx is missing"));
        files.add("onnx/model.onnx_data", new byte[7]);
        assertTrue(files.refused().contains("cut short"));
        files.add("onnx/model.onnx_data", new byte[8]);
        assertEquals(Profile.ONNX, files.inspect().profile());
    }

    @Test
    void anOddIndexIsRefused() throws IOException {
        files.fixture("tiny-bert");
        for (String index : List.of(
                "{\"weight_map\":{}}",
                "{\"weight_map\":{\"a\":\"../model.safetensors\"}}",
                "{\"weight_map\":{\"a\":7}}",
                "{\"weight_map\":{\"a\":\"model.safetensors\",\"a\":\"model.safetensors\"}}",
                "[1]",
                "{\"weight_map\":")) {
            String refusal = files.add("model.safetensors.index.json", index).refused();
            assertTrue(refusal.contains("model.safetensors.index.json is no valid index"), refusal);
        }
        files.without("model.safetensors.index.json");
        files.add("pytorch_model.bin.index.json", "{\"weight_map\":{\"a\":\"pytorch_model-1.bin\"}}");
        assertTrue(files.inspect().notes().toString().contains("names weights that are not here"));
    }

    @Test
    void foldersOfDiffusersMustBeWhole() {
        files.add(
                "model_index.json",
                "{\"_class_name\":\"StableDiffusionPipeline\",\"unet\":[\"diffusers\",\"UNet\"],\"vae\":[null,null]}");
        assertTrue(files.refused().contains("unet"));
        files.add("unet/config.json", "{}");
        assertTrue(files.refused().contains("unet"));
        files.add("unet/diffusion_pytorch_model.safetensors", Samples.goodSafetensors());
        files.add("unet/diffusion_pytorch_model.fp16.safetensors", Samples.goodSafetensors());
        Inspection found = files.inspect();
        assertEquals(Profile.DIFFUSERS, found.profile());
        assertEquals("StableDiffusionPipeline", found.facts().get("architecture"));
        assertEquals(2L, found.facts().get("parameters"));
    }

    @Test
    void sentenceTransformersNeedTheirPooling() throws IOException {
        files.fixture("tiny-bert");
        files.add(
                "modules.json",
                "[{\"idx\":0,\"path\":\"\",\"type\":\"sentence_transformers.models.Transformer\"},"
                        + "{\"idx\":1,\"path\":\"1_Pooling\",\"type\":\"sentence_transformers.models.Pooling\"}]");
        assertTrue(files.refused().contains("1_Pooling/config.json"));
        files.add("1_Pooling/config.json", "{}");
        Inspection found = files.inspect();
        assertEquals(Profile.SENTENCE_TRANSFORMERS, found.profile());
        assertEquals(2456L, found.facts().get("parameters"));
    }

    @Test
    void dangerousPicklesAreRefusedUnlessAllowed() throws IOException {
        files.fixture("tiny-bin").add("optimizer.pt", SYSTEM);
        DockException refusal = files.refused(Problem.UNSAFE_MODEL, Samples.request(false, false));
        assertTrue(refusal.getMessage().contains("optimizer.pt"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("os.system"), refusal.getMessage());
        assertTrue(refusal.details().toString().contains("optimizer.pt"));
        Inspection found = new Formats().inspect(files.files(), Samples.request(false, true));
        assertEquals(Level.DANGEROUS, found.scans().get("sha-of-optimizer.pt").level());
        assertTrue(found.notes().toString().contains("optimizer.pt"));
    }

    @Test
    void suspiciousPicklesAreKeptAndShown() throws IOException {
        files.fixture("tiny-bin").add("extra.pkl", Samples.bytes("cmy_model\nNet\n."));
        Inspection found = files.inspect();
        assertEquals(Level.SUSPICIOUS, found.scans().get("sha-of-extra.pkl").level());
        assertTrue(
                found.notes().toString().contains("my_model.Net"), found.notes().toString());
    }

    @Test
    void knownScansAreTakenAsTheyAre() throws IOException {
        PickleScan known = new PickleScan(Level.SUSPICIOUS, List.of(), List.of());
        files.add("a.pkl", SYSTEM);
        InspectionRequest request =
                new InspectionRequest(false, false, sha -> Optional.of(known).filter(k -> sha.equals("sha-of-a.pkl")));
        assertEquals(
                known, new Formats().inspect(files.files(), request).scans().get("sha-of-a.pkl"));
    }

    @Test
    void remoteCodeIsNoted() throws IOException {
        files.fixture("tiny-bert")
                .add("modeling_x.py", "pass")
                .add("config.json", "{\"auto_map\":{\"AutoModel\":\"m.X\"},\"x\":NaN}");
        Inspection found = files.inspect();
        assertEquals(true, found.facts().get("remoteCode"));
        assertTrue(found.notes().toString().contains("modeling_x.py"));
    }

    @Test
    void brokenConfigsAreRefused() throws IOException {
        files.fixture("tiny-bert");
        for (String config : List.of("{", "[]", "", "[".repeat(5000))) {
            String refusal = files.add("config.json", config).refused();
            assertTrue(refusal.startsWith("config.json is no valid JSON"), refusal);
        }
    }

    @Test
    void refusalsTellNoPathOfTheServer() {
        String refusal = files.add("model.safetensors", "no").refused();
        assertFalse(refusal.contains(folder.toString()), refusal);
    }

    @Test
    void theInspectionIsReadyForJson() throws IOException {
        Inspection found = files.fixture("tiny-bin").inspect();
        String text = new ObjectMapper().writeValueAsString(found);
        assertTrue(text.contains("\"profile\":\"transformers-pytorch\""), text);
        assertTrue(text.contains("\"level\":\"innocuous\""), text);
    }
}
