package dev.modeldock.actions.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Result result(String network, String... lines) {
        StatusLines all = new StatusLines(network);
        for (String line : lines) {
            StatusLine.read(line.getBytes(StandardCharsets.UTF_8)).ifPresent(all::accept);
        }
        return all.result();
    }

    /** One part of the answer, of lines in which ' stands for a quotation mark. */
    private static JsonNode part(String name, String network, String... lines) {
        String[] quoted =
                List.of(lines).stream().map(line -> line.replace('\'', '"')).toArray(String[]::new);
        return result(network, quoted).toJson().get(name);
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    /** Equal as JSON, and told apart from what merely looks alike. */
    private static void expect(String wanted, JsonNode found) throws IOException {
        assertEquals(json(wanted), JSON.readTree(found.toString()), found::toString);
    }

    @Test
    void beforeAnythingIsToldAllNamesAreThere() {
        assertEquals(
                "{\"categorical\":[],\"cur_iter\":null,\"detailed_status\":{\"date\":\"\",\"message\":\"\",\"status\":\"\","
                        + "\"time\":\"\"},\"epoch\":null,\"eta\":null,\"graphical\":[],\"kpi\":[],\"max_epoch\":null,"
                        + "\"time_per_epoch\":null,\"time_per_iter\":null}",
                Result.EMPTY.toJson().toString());
        assertEquals(Result.EMPTY, result(""));
    }

    @Test
    void theLinesOfATraining() throws IOException {
        Result result = result(
                "detectnet_v2",
                "{\"date\": \"7/24/2023\", \"time\": \"10:1:2\", \"status\": \"STARTED\", \"verbosity\": \"INFO\","
                        + " \"message\": \"Starting Training Loop.\"}",
                "{\"epoch\": 1, \"max_epoch\": 12, \"time_per_epoch\": \"0:00:10.5\", \"eta\": \"0:01:55.5\", \"date\":"
                        + " \"7/24/2023\", \"time\": \"10:2:2\", \"status\": \"RUNNING\", \"verbosity\": \"INFO\","
                        + " \"message\": \"Training loop in progress\", \"kpi\": {\"val_loss\": 3.1}}",
                "{\"date\": \"7/24/2023\", \"time\": \"10:3:2\", \"status\": \"RUNNING\", \"verbosity\": \"INFO\","
                        + " \"message\": \"Cumulative object statistics\", \"categorical\": {\"num_objects\": {\"car\":"
                        + " 10, \"person\": 4}}}",
                "{\"date\": \"7/24/2023\", \"time\": \"10:3:9\", \"status\": \"SUCCESS\", \"verbosity\": \"INFO\","
                        + " \"message\": \"Training finished successfully\"}");
        expect(
                "{'detailed_status':{'date':'7/24/2023','time':'10:3:9','status':'SUCCESS','message':'Training finished"
                        + " successfully'},'epoch':1,'max_epoch':12,'cur_iter':null,'eta':'0:01:55.5','time_per_epoch':"
                        + "'0:00:10.5','time_per_iter':null,'kpi':[{'metric':'val_loss','values':{'1':3.1}}],"
                        + "'graphical':[],'categorical':[{'metric':'num_objects','category_wise_values':[{'category':'car',"
                        + "'value':10.0},{'category':'person','value':4.0}]}]}",
                result.toJson());
        assertTrue(result.isSuccess());
        assertEquals(List.of("car", "person"), result.classes());
    }

    @Test
    void onlyTheLastStatusTellsOfSuccess() {
        assertFalse(result("", "{\"status\":\"SUCCESS\"}", "{\"status\":\"FAILURE\"}")
                .isSuccess());
        assertEquals(List.of(), Result.EMPTY.classes());
    }

    @Test
    void eachFieldKeepsWhatWasToldLast() throws IOException {
        expect(
                "{'date':'b','time':'t','status':'','message':'2'}",
                part(
                        "detailed_status",
                        "",
                        "{'date':'a','time':'t','message':'m'}",
                        "{'date':'b','message':2}",
                        "{'time':{'no':'text'},'date':null,'verbosity':'INFO'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "'\"3\"', 3",
        "3.9, 3",
        "-1, -1",
        "true, 1",
        "null, null",
        "1e300, 5",
        "'\"x\"', 5",
        "[1], 5",
        "99999999999999999999, 5",
        "NaN, 5",
        "9007199254740993, 9007199254740993"
    })
    @DisplayName("a count becomes a whole number; null clears it; what is none leaves the last one")
    void countsAreWhole(String told, String shown) {
        for (String name : List.of("epoch", "max_epoch", "cur_iter")) {
            JsonNode count = part(name, "", "{'" + name + "':5}", "{'" + name + "':" + told + "}");
            assertEquals(shown, count.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"0:01:00\"', '\"0:01:00\"'", "1.50, '\"1.5\"'", "7, '\"7\"'", "null, null", "{}, '\"old\"'"})
    @DisplayName("a duration is a text; null clears it; an object leaves the last one")
    void durationsAreTexts(String told, String shown) {
        for (String name : List.of("eta", "time_per_epoch", "time_per_iter")) {
            JsonNode text = part(name, "", "{'" + name + "':'old'}", "{'" + name + "':" + told + "}");
            assertEquals(shown, text.toString());
        }
    }

    @Test
    void aCategoricalMetricReplacesTheEarlierOneAtItsPlace() throws IOException {
        expect(
                "[{'metric':'a','category_wise_values':[{'category':'z','value':3.0}]},"
                        + "{'metric':'b','category_wise_values':[]},"
                        + "{'metric':'c','category_wise_values':[{'category':'q','value':1.0}]}]",
                part(
                        "categorical",
                        "",
                        "{'categorical':{'a':{'x':1,'y':2},'b':{}}}",
                        "{'categorical':{'c':{'q':true},'a':{'z':'3'}}}"));
    }

    @Test
    void categoricalIsIgnoredWhollyWhenAMetricIsNoObject() throws IOException {
        expect("[]", part("categorical", "", "{'categorical':{'a':{'x':1},'b':2}}", "{'categorical':[{'a':{}}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "NaN", "Infinity", "-Infinity", "'nan'", "'-inf'", "'text'", "{}", "[]", "1e999", "''"})
    void aCategoryWithoutANumberIsNull(String told) throws IOException {
        expect(
                "[{'metric':'m','category_wise_values':[{'category':'c','value':null}]}]",
                part("categorical", "", "{'categorical':{'m':{'c':" + told + "}}}"));
    }

    @Test
    void theFirstKpiOfAnEpochWins() throws IOException {
        expect(
                "[{'metric':'loss','values':{'-1':9.0,'1':3.0,'2':2.0}}]",
                part(
                        "kpi",
                        "",
                        "{'kpi':{'loss':9}}",
                        "{'epoch':1,'kpi':{'loss':3}}",
                        "{'kpi':{'loss':4}}",
                        "{'epoch':2,'kpi':{'loss':'nan'}}",
                        "{'kpi':{'loss':{'value':'2.0'}}}"));
    }

    @Test
    void kpiOfTrainingLinesAreSkippedButTheirEpochCounts() throws IOException {
        expect(
                "[{'metric':'loss','values':{'4':2.0}}]",
                part("kpi", "", "{'epoch':4,'mode':'train','kpi':{'loss':1}}", "{'mode':'eval','kpi':{'loss':2}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NaN",
                "Infinity",
                "-Infinity",
                "'NaN'",
                "'inf'",
                "'Infinity'",
                "'-inf'",
                "'0x1p3'",
                "'1f'",
                "'text'",
                "{}",
                "{'value':null}",
                "{'other':1}",
                "[1]",
                "1e999",
                "'1e999'",
                "' '"
            })
    void aKpiThatIsNoNumberIsDropped(String told) throws IOException {
        expect("[]", part("kpi", "", "{'kpi':{'m':" + told + "}}"));
        expect(
                "[{'metric':'m','values':{'1':1.0,'3':3.0}}]",
                part(
                        "kpi",
                        "",
                        "{'epoch':1,'kpi':{'m':1}}",
                        "{'epoch':2,'kpi':{'m':" + told + "}}",
                        "{'epoch':3,'kpi':{'m':3}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5.0",
        "'\" 2.5 \"', 2.5",
        "'\"1e3\"', 1000.0",
        "'\".5\"', 0.5",
        "'\"+7.\"', 7.0",
        "true, 1.0",
        "-0.25, -0.25"
    })
    void aKpiMayBeWrittenInManyWays(String told, double value) {
        assertEquals(
                value,
                part("kpi", "", "{'kpi':{'m':" + told + "}}").at("/0/values/-1").doubleValue());
    }

    @Test
    @DisplayName("efficientdet_tf1: later values on lines with an epoch only repeat")
    void efficientdetRepeatsItsKpi() throws IOException {
        String[] lines = {
            "{'epoch':1,'kpi':{'AP':0.1}}",
            "{'epoch':2,'kpi':{'AP':0.2}}",
            "{'kpi':{'AP':0.3}}",
            "{'epoch':3,'kpi':{'AP':0.0}}"
        };
        expect("[{'metric':'AP','values':{'1':0.1,'2':0.3,'3':0.0}}]", part("kpi", "efficientdet_tf1", lines));
        expect("[{'metric':'AP','values':{'1':0.1,'2':0.2,'3':0.0}}]", part("kpi", "efficientdet_tf2", lines));
    }

    @Test
    @DisplayName("segformer: values belong to an iteration")
    void segformerCountsIterations() throws IOException {
        String[] lines = {
            "{'epoch':1,'cur_iter':50,'kpi':{'loss':1},'graphical':{'lr':0.5}}",
            "{'epoch':1,'cur_iter':100,'kpi':{'loss':2},'graphical':{'lr':0.4}}"
        };
        expect("[{'metric':'loss','values':{'50':1.0,'100':2.0}}]", part("kpi", "segformer", lines));
        expect("[{'metric':'loss','values':{'1':1.0}}]", part("kpi", "unet", lines));
        assertEquals(2, part("graphical", "segformer", lines).at("/0/values").size());
    }

    @Test
    void aGraphHasAFrameOfItsOwn() throws IOException {
        expect(
                "[{'metric':'loss','values':{'1':3.0,'2':null,'3':5.0},'x_min':0,'x_max':3,'y_min':0.0,'y_max':5.0,'units':null}]",
                part(
                        "graphical",
                        "",
                        "{'epoch':1,'graphical':{'loss':3}}",
                        "{'epoch':2,'graphical':{'loss':NaN}}",
                        "{'epoch':3,'mode':'train','graphical':{'loss':'5'}}",
                        "{'epoch':3,'graphical':{'loss':6}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "NaN", "Infinity", "-Infinity", "'inf'", "'text'", "[]", "{}"})
    @DisplayName("a graph without a number has a gap, and 1e10 for its highest value")
    void aGraphKeepsGaps(String told) throws IOException {
        expect(
                "[{'metric':'m','values':{'-1':null},'x_min':0,'x_max':1,'y_min':0.0,'y_max':1.0E10,'units':null}]",
                part("graphical", "", "{'graphical':{'m':" + told + "}}"));
    }

    @Test
    void whatIsToldOfTheFrameOverridesItUnlessItIsFalsy() throws IOException {
        expect(
                "[{'metric':'m','values':{'-1':7.0},'x_min':2,'x_max':30,'y_min':-1.5,'y_max':9.0,'units':'ms'}]",
                part(
                        "graphical",
                        "",
                        "{'graphical':{'m':{'value':7,'x_min':'2','x_max':30.9,'y_min':-1.5,'y_max':9,'units':'ms'}}}"));
        expect(
                "[{'metric':'m','values':{'-1':7.0},'x_min':0,'x_max':1,'y_min':0.0,'y_max':7.0,'units':null}]",
                part(
                        "graphical",
                        "",
                        "{'graphical':{'m':{'value':7,'x_min':null,'x_max':0,'y_min':false,'y_max':NaN,'units':''}}}"));
    }

    @Test
    void theFrameIsThatOfTheLineThatSpokeLast() throws IOException {
        expect(
                "[{'metric':'m','values':{'1':7.0,'2':8.0},'x_min':0,'x_max':2,'y_min':0.0,'y_max':8.0,'units':null}]",
                part(
                        "graphical",
                        "",
                        "{'epoch':1,'graphical':{'m':{'value':7,'x_max':50,'units':'s'}}}",
                        "{'epoch':2,'graphical':{'m':8}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{''a'':1,''b'':2}', '{''b'':2.0,''a'':1}', 1",
        "'{''a'':1}', '{''a'':true}', 1",
        "'{''a'':{''value'':1}}', '{''a'':1}', 2",
        "'{''a'':null}', '{''a'':null}', 1",
        "'{''a'':NaN}', '{''a'':NaN}', 2",
        "'{''a'':''1''}', '{''a'':1}', 2",
        "'{''a'':[1,[2]]}', '{''a'':[1,[2]]}', 1",
        "'{''a'':[1,2]}', '{''a'':[[1,2]]}', 2"
    })
    @DisplayName("an object that was seen before is skipped, as Python would compare it")
    void repeatedGraphsAreSkipped(String first, String second, int points) {
        JsonNode graphs = part(
                "graphical", "", "{'epoch':1,'graphical':" + first + "}", "{'epoch':2,'graphical':" + second + "}");
        assertEquals(points, graphs.at("/0/values").size(), graphs::toString);
    }

    @Test
    void anObjectIsRememberedForGood() throws IOException {
        JsonNode graphs = part(
                "graphical",
                "",
                "{'epoch':1,'graphical':{'m':1}}",
                "{'epoch':2,'graphical':{'m':2}}",
                "{'epoch':3,'graphical':{'m':1}}");
        expect("{'1':1.0,'2':2.0}", graphs.at("/0/values"));
    }

    @Test
    void theMeanAveragePrecisionBeginsWithSomething() throws IOException {
        expect(
                "{'3':0.5,'4':0.0,'6':0.7}",
                part(
                                "graphical",
                                "dino",
                                "{'epoch':1,'graphical':{'mean average precision':0}}",
                                "{'epoch':2,'graphical':{'mean average precision':NaN}}",
                                "{'epoch':3,'graphical':{'mean average precision':0.5}}",
                                "{'epoch':4,'graphical':{'mean average precision':0.0,'x':1}}",
                                "{'epoch':5,'graphical':{'mean average precision':null}}",
                                "{'epoch':6,'graphical':{'mean average precision':0.7}}")
                        .at("/0/values"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssd", "dssd", "retinanet", "yolo_v3", "yolo_v4", "yolo_v4_tiny", "faster_rcnn"})
    void someNetworksRepeatTheirMeanAveragePrecision(String network) throws IOException {
        String wanted = network.equals("faster_rcnn") ? "{'1':0.1,'2':0.2,'3':0.0}" : "{'1':0.1,'2':0.3,'3':0.0}";
        JsonNode graphs = part(
                "graphical",
                network,
                "{'epoch':1,'graphical':{'mean average precision':0.1,'other':1}}",
                "{'epoch':2,'graphical':{'mean average precision':0.2,'other':2}}",
                "{'graphical':{'mean average precision':0.3}}",
                "{'epoch':3,'graphical':{'mean average precision':0.0,'other':3}}");
        expect(wanted, graphs.at("/0/values"));
        expect("{'1':1.0,'2':2.0,'3':3.0}", graphs.at("/1/values"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "[1,2]",
                "7",
                "\"text\"",
                "null",
                "{",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{'a':1}",
                "{\"a\":01}",
                "\u0000\u0001",
                "{\"epoch\":1,}",
                "Epoch 1/10"
            })
    void aLineThatIsNoObjectIsSkipped(String line) {
        assertTrue(StatusLine.read(line.getBytes(StandardCharsets.UTF_8)).isEmpty());
    }

    @Test
    void bytesThatAreNoTextAreSkipped() {
        assertTrue(StatusLine.read(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
                .isEmpty());
        assertTrue(
                StatusLine.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)).isEmpty());
    }

    @Test
    void deepJsonIsSkipped() {
        String deep = "{\"epoch\":1,\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
        assertTrue(StatusLine.read(deep.getBytes(StandardCharsets.UTF_8)).isEmpty());
        String notSoDeep = "{\"epoch\":1,\"a\":" + "[".repeat(60) + "]".repeat(60) + "}";
        assertEquals(1, result("", notSoDeep).progress().epoch());
    }

    @Test
    void hugeNumbersCostNothing() {
        String digits = "9".repeat(900_000);
        assertTrue(StatusLine.read(("{\"epoch\":" + digits + "}").getBytes(StandardCharsets.UTF_8))
                .isEmpty());
        assertEquals(Result.EMPTY, result("", "{\"epoch\":\"" + digits + "\",\"kpi\":{\"m\":1e999999999}}"));
        assertEquals(
                Result.EMPTY, result("", "{\"epoch\":" + "9".repeat(900) + ",\"kpi\":{\"m\":\"" + digits + "\"}}"));
    }

    @Test
    void ofDuplicateNamesTheLastCounts() throws IOException {
        assertEquals(2, result("", "{\"epoch\":1,\"epoch\":2}").progress().epoch());
        expect("[{'metric':'m','values':{'-1':2.0}}]", part("kpi", "", "{'kpi':{'m':1,'m':2}}"));
    }

    @Test
    void loneSurrogatesAreReplacedOrTheirLineIsSkipped() throws IOException {
        Result result = result("", "{\"message\":\"a\\ud800b\\ud83d\\ude00\",\"eta\":\"\\udc00\"}");
        assertEquals("a\ufffdb\ud83d\ude00", result.detailedStatus().message());
        byte[] wire = JSON.writeValueAsBytes(result.toJson());
        assertEquals("\ufffd", JSON.readTree(wire).get("eta").textValue());
        JSON.writeValueAsBytes(result("", "{\"kpi\":{\"\\udc00\":1}}").toJson());
    }

    @Test
    void aMessageIsCut() {
        String told = result("", "{\"message\":\"" + "x".repeat(900_000) + "\"}")
                .detailedStatus()
                .message();
        assertEquals(16_384, told.length());
        assertTrue(told.endsWith("x…"));
    }

    @Test
    void aResultStaysSmallWhateverIsTold() throws IOException {
        StatusLines lines = new StatusLines("");
        for (int i = 0; i < 60; i++) {
            StringBuilder many = new StringBuilder("{\"epoch\":" + i);
            for (String kind : List.of("kpi", "graphical", "categorical")) {
                String value = kind.equals("categorical") ? ":{\"x\":1}" : ":1";
                int line = i;
                many.append(",\"").append(kind).append("\":{");
                many.append(IntStream.range(0, 1000)
                        .mapToObj(j -> "\"" + kind + "-" + line + "-" + j + "\"" + value)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow());
                many.append('}');
            }
            lines.accept(StatusLine.read(many.append('}').toString().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow());
        }
        int length = JSON.writeValueAsBytes(lines.result().toJson()).length;
        assertTrue(length > 1 << 20 && length < 16 << 20, length + " bytes");
        assertEquals(59, lines.result().progress().epoch());
    }

    @Test
    void aMetricWithAnEndlessNameIsNone() throws IOException {
        String name = "n".repeat(1001);
        expect("[]", part("kpi", "", "{'kpi':{'" + name + "':1}}"));
        expect("[]", part("graphical", "", "{'graphical':{'" + name + "':1}}"));
        expect("[]", part("categorical", "", "{'categorical':{'" + name + "':{}}}"));
    }

    @Test
    void replacedCategoriesGiveTheirRoomBack() {
        StatusLines lines = new StatusLines("");
        String categories = IntStream.range(0, 1000)
                .mapToObj(j -> "\"category-" + j + "\":1")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        byte[] line = ("{\"categorical\":{\"m\":{" + categories + "}}}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200; i++) {
            lines.accept(StatusLine.read(line).orElseThrow());
        }
        assertEquals(1000, lines.result().classes().size());
    }
}
