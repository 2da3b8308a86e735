package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsHeaderTest {
    private static final String A = "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "8 | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "8 | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'__metadata__':{'format':'pt'}}",
                "0 | {}",
                "0 | {'a':{'dtype':'F32','shape':[0,5],'data_offsets':[0,0]}}",
                "4 | {'s':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}",
                "3 | {'a':{'dtype':'F6_E2M3','shape':[4],'data_offsets':[0,3]}}",
                "8 | {'b':{'dtype':'U8','shape':[4],'data_offsets':[4,8]},'a':{'shape':[4],'dtype':'I8','data_offsets':[0,4]}}",
                "4 | {'e':{'dtype':'U8','shape':[0],'data_offsets':[4,4]},'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}",
                "5 | {'a':{'dtype':'X9','shape':[3],'data_offsets':[0,5]}}",
            })
    void takesWhatIsRight(int data, String header) throws IOException {
        read(header, data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "12 | there is a hole | {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
                "9 | there is a hole | {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[5,9]}}",
                "7 | overlap at byte 3 | {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[3,7]}}",
                "4 | overlap at byte 0 | {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}",
                "4 | inside another | {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[0],'data_offsets':[2,2]}}",
                "9 | 1 bytes too many | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "7 | cut short | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "1 | 1 bytes too many | {}",
                "8 | needs 12 bytes by its shape but has 8 | {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
                "1 | whole byte | {'a':{'dtype':'F4','shape':[1],'data_offsets':[0,1]}}",
                "8 | too large | {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}",
                "8 | too large | {'a':{'dtype':'F32','shape':[2305843009213693952,2],'data_offsets':[0,8]}}",
                "8 | too large | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,18446744073709551615]}}",
                "8 | negative or not whole | {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}",
                "8 | negative or not whole | {'a':{'dtype':'F32','shape':[2],'data_offsets':[-0,8]}}",
                "8 | negative or not whole | {'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
                "8 | negative or not whole | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8e0]}}",
                "8 | negative or not whole | {'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}",
                "8 | first not above the second | {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
                "8 | not two numbers | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}}",
                "8 | lacks its dtype | {'a':{'dtype':'F32','data_offsets':[0,8]}}",
                "8 | key \"dtype\" twice | {'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "8 | is not an object | {'a':7}",
                "8 | no array | {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
                "0 | not a string | {'__metadata__':{'a':1}}",
                "0 | __metadata__ twice | {'__metadata__':{'a':'1','a':'2'}}",
                "0 | not an object | {'__metadata__':[]}",
                "0 | not JSON | {'a'",
                "0 | something follows | {} {}",
                "0 | does not start with { | [1,2,3,4]",
            })
    void refusesWithTheReason(int data, String reason, String header) {
        Malformed refusal = assertThrows(Malformed.class, () -> read(header, data));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void refusesTheSameNameTwice() {
        Malformed refusal = assertThrows(Malformed.class, () -> read("{" + A + "," + A + "}", 8));
        assertTrue(refusal.getMessage().contains("\"a\" is in its header twice"), refusal.getMessage());
    }

    @Test
    void takesSpacesBehindTheHeader() throws IOException {
        assertEquals(1, tensors(read("{" + A + "}      ", 8)));
    }

    @Test
    void refusesHeadersOfImpossibleLength() {
        refusesLength(0, "would be 0 bytes");
        refusesLength(100_000_001, "would be 100000001 bytes");
        refusesLength(-1, "would be 18446744073709551615 bytes");
        refusesLength(1000, "cut short");
        assertThrows(Malformed.class, () -> SafetensorsHeader.read(Region.of(new byte[0])));
    }

    private static void refusesLength(long length, String reason) {
        byte[] file = Samples.bytes(Samples.u64(length), "{}        ");
        Malformed refusal = assertThrows(Malformed.class, () -> SafetensorsHeader.read(Region.of(file)));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void refusesWhatIsNotUtf8() {
        for (byte[] wrong :
                new byte[][] {{(byte) 0xff}, {(byte) 0xc0, (byte) 0xaf}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            byte[] file = Samples.bytes(Samples.u64(26 + wrong.length), "{\"__metadata__\":{\"a\":\"", wrong, "\"}} ");
            Malformed refusal = assertThrows(Malformed.class, () -> SafetensorsHeader.read(Region.of(file)));
            assertTrue(refusal.getMessage().contains("UTF-8"), refusal.getMessage());
        }
    }

    @Test
    void countsTensorsParametersAndTypes() throws IOException {
        SafetensorsHeader header = read(
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'I64','shape':[1],'data_offsets':[8,16]}}",
                16);
        Map<String, Object> facts = new TreeMap<>();
        header.count().tell(facts);
        assertEquals(
                Map.of(
                        "tensorCount",
                        2L,
                        "parameters",
                        3L,
                        "totalTensorBytes",
                        16L,
                        "dtype",
                        "F32",
                        "dtypes",
                        Map.of("F32", 2L, "I64", 1L)),
                facts);
    }

    @Test
    void namesUnknownTypes() throws IOException {
        assertEquals(
                Set.of("X9"),
                read("{'a':{'dtype':'X9','shape':[9000000000],'data_offsets':[0,5]}}", 5)
                        .unknownDtypes());
    }

    @Test
    void readsAHundredThousandTensorsInAnyOrder() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 99_999; i >= 0; i--) {
            header.append(
                    "'layer.%d.weight':{'dtype':'U8','shape':[1],'data_offsets':[%d,%d]},".formatted(i, i, i + 1));
        }
        header.setCharAt(header.length() - 1, '}');
        assertEquals(100_000L, tensors(read(header.toString(), 100_000)));
    }

    private static Object tensors(SafetensorsHeader header) {
        Map<String, Object> facts = new TreeMap<>();
        header.count().tell(facts);
        return ((Long) facts.get("tensorCount")).intValue() == 1 ? 1 : facts.get("tensorCount");
    }

    private static SafetensorsHeader read(String header, int data) throws IOException {
        String json = header.replace('\'', '"');
        assertEquals(json.length(), json.getBytes(StandardCharsets.UTF_8).length);
        return SafetensorsHeader.read(Region.of(Samples.safetensors(json, data)));
    }
}
