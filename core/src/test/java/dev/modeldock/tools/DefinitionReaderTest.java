package dev.modeldock.tools;

import static dev.modeldock.tools.Read.assertTells;
import static dev.modeldock.tools.Read.document;
import static dev.modeldock.tools.Read.faults;
import static dev.modeldock.tools.Read.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A text with single quotes for double ones, and with bytes in hexadecimal between angle brackets. */
    private static byte[] bytes(String text) {
        StringBuilder hex = new StringBuilder();
        for (String part : text.replace('\'', '"').split("(?=<)|(?<=>)")) {
            hex.append(
                    part.startsWith("<")
                            ? part.substring(1, part.length() - 1)
                            : HexFormat.of().formatHex(utf8(part)));
        }
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void takesWhatJsonIs() {
        ObjectNode read = document(
                "\ufeff {\"\": {\"ä/~\": [null, true, false, \"\\u0000\\ud83d\\ude00😀\\/\"]}, \"b\":[]}\r\n\t ");
        assertEquals("\0😀😀/", read.at("/").get("ä/~").get(3).textValue());
        assertEquals(List.of("", "b"), names(read));
        assertTrue(document("{}").isEmpty());
    }

    private static List<String> names(ObjectNode object) {
        return object.propertyStream().map(java.util.Map.Entry::getKey).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a | line 1, column 9 | NaN or Infinity | {'a':NaN}",
                "/a | column 15 | NaN or Infinity | {'a':-Infinity}",
                "/a/1 | line 1 | NaN or Infinity | {'a':[1,Infinity]}",
                "/a | column 6 | word without quotes | {'a':hunter2}",
                "/a | column 6 | word without quotes | {'a':comment}",
                "/a | column 6 | word without quotes | {'a':True}",
                "/a/b | column 11 | no value | {'a':{'b':}}",
                "~~ | column 8 | comment | {'a':1 /* x */}",
                "~~ | column 1 | comment | // x",
                "~~ | column 8 | no comma | {'a':1 # x",
                "~~ | column 2 | found a | {a:1}",
                "~~ | column 8 | comma too many | {'a':1,}",
                "/a/1 | column 9 | comma too many | {'a':[1,]}",
                "/a/1 | column 9 | comma too many | {'a':[1,,2]}",
                "~~ | column 2 | no name | {,}",
                "~~ | column 9 | word without quotes | {'a':1} x",
                "~~ | column 8 | something follows | {'a':1}{}",
                "~~ | column 8 | something follows | {'a':1}[]",
                "~~ | column 8 | closing bracket | {'a':1}]",
                "/a | column 7 | begins with zeros | {'a':01}",
                "/a | column 6 | (found .) | {'a':.5}",
                "/a | column 7 | one like 0.5 | {'a':5.}",
                "/a | column 7 | one like 0.5 | {'a':+1}",
                "/a | column 7 | one like 0.5 | {'a':-}",
                "/a | column 7 | one like 0.5 | {'a':1e}",
                "~~ | column 7 | (found x) | {'a':0x1f}",
                "/a | column 8 | control character | {'a':'x<0a>y'}",
                "/a | column 7 | U+0000 | {'a':'<00>'}",
                "~~ | column 4 | control character | {'a<09>':1}",
                "~~ | line 1 | U+0000 | { <00>}",
                "/a | column 8 | backslash | {'a':'\\x'}",
                "/a | column 11 | backslash | {'a':'\\u12G4'}",
                "/a/1 | column 8 | closing bracket | {'a':[1}",
                "/a | column 6 | colon | {'a' 1}",
                "~~ | column 8 | no comma | {'a':1 'b':2}",
                "/a | column 6 | U+00A0 | {'a':<c2a0>1}",
                "/a | column 5 | ends in the middle | {'a'",
                "~~ | column 2 | ends in the middle | {",
                "/a | column 8 | ends in the middle | {'a':'x",
                "/a | column 11 | ends in the middle | {'a':'\\u12",
                "/a | column 10 | ends in the middle | {'a':[1,2",
                "/a | column 8 | ends in the middle | {'a':{'",
            })
    void saysWhatIsNotJsonAndWhere(String path, String place, String word, String text) {
        refused(bytes(text), path, place, word);
    }

    @Test
    void saysLinesAndTellsNoValue() {
        byte[] bytes = utf8("{\n  \"token\": {\n    \"value\": hunter2\n  }\n}");
        refused(bytes, "/token/value", "At line 3, column 14");
        assertFalse(faults(bytes).get(0).message().contains("hunter2"));
    }

    @Test
    void singleQuotesAreTold() {
        refused(utf8("{'a':1}"), "", "single quote", "column 2");
        refused(utf8("{\"a\":'x'}"), "/a", "single quote", "column 6");
    }

    @ParameterizedTest
    @CsvSource({
        "'', The file is empty",
        "'  \n', The file is empty",
        "[], The file holds an array",
        "null, The file holds null",
        "1.5, The file holds a number",
        "'\"text\"', The file holds a text",
        "true, The file holds true or false"
    })
    void theDocumentIsAnObject(String text, String words) {
        refused(utf8(text), "", words, "expected a JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a | 6 | 0xff | {'a':'<ff>'}",
                "/a/b | 13 | 0xc0 | {'a':{'b':'xx<c0af>'}}",
                "/a | 6 | 0xe0 | {'a':'<e080af>'}",
                "/a | 6 | 0xf0 | {'a':'<f08080af>'}",
                "/a | 6 | 0xed | {'a':'<eda080>'}",
                "/a | 7 | 0xf4 | {'a':'x<f4908080>'}",
                "/a | 6 | 0x80 | {'a':'<80>'}",
                "/a | 6 | 0xe2 | {'a':'<e282>'}",
                "/a | 6 | 0xe2 | {'a':'<e282>",
                "~~ | 2 | 0xc1 | {'<c181>':1}",
                "~~ | 7 | 0xfe | {'a':1}<fe>",
                "/a/1 | 8 | 0xff | {'a':[1,<ff>]}",
            })
    void bytesThatAreNotUtf8(String path, int offset, String value, String text) {
        refused(bytes(text), path, "Byte " + offset + " of the file", value, "Save the file as UTF-8");
    }

    @Test
    void aBadByteFarInHasItsOffset() {
        String long1 = "x".repeat(20_000);
        byte[] start = utf8("{\"a\":\"" + long1 + "é\",\"b\":\"");
        byte[] all = new byte[start.length + 4];
        System.arraycopy(start, 0, all, 0, start.length);
        all[start.length] = (byte) 0xf8;
        refused(all, "/b", "Byte " + start.length + " of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-16",
                "UTF-16LE",
                "UTF-16BE",
                "UTF-32",
                "UTF-32LE",
                "UTF-32BE",
                "x-UTF-16LE-BOM",
                "X-UTF-32LE-BOM"
            })
    void otherEncodingsOfUnicodeAreNamed(String encoding) {
        refused("{\"a\":1}".getBytes(Charset.forName(encoding)), "", "UTF-16 or UTF-32", "expected UTF-8");
    }

    @Test
    void nothingButZeroBytesIsNoOtherEncoding() {
        refused(new byte[4096], "", "U+0000");
        refused(new byte[1], "", "U+0000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a | half of a surrogate pair | U+D800 at its index 0 | {'a':'\\ud800'}",
                "/a | half of a surrogate pair | U+DC00 at its index 2 | {'a':'xy\\udc00'}",
                "/a | half of a surrogate pair | U+D83D at its index 0 | {'a':'\\ud83dx'}",
                "/a | half of a surrogate pair | U+DE00 at its index 0 | {'a':'\\ude00\\ud83d'}",
                "/a/0/b | half of a surrogate pair | U+D83D | {'a':[{'b':'\\ud83d<f09f9880>'}]}",
                "/a | no character | U+FFFF | {'a':'\\uffff'}",
                "/a | no character | U+FDD0 | {'a':'<efb790>'}",
                "/a | no character | U+1FFFE | {'a':'\\ud83f\\udffe'}",
                "/x\uffff | no character | a name holds U+FFFF at its index 1 | {'x\\uffff':1}",
            })
    void charactersThatAreNone(String path, String kind, String place, String text) {
        List<Fault> faults = faults(bytes(text));
        assertTells(faults.get(0), DefinitionFile.FLOW, path, kind, place, "line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'\\ud800':1}",
                "{'x\\ud800':1}",
                "{'\\ud800x':1}",
                "{'\\udc00':1}",
                "{'\\ud83d\\u0041':1}",
                "{'a':{'\\ude00\\ud83d':1}}"
            })
    void aNameWithHalfASurrogatePair(String text) {
        Fault fault = faults(bytes(text)).get(0);
        assertTrue(fault.message().contains("half of a surrogate pair"), fault::toString);
        assertEquals(-1, Found.noCharacter(fault.path() + fault.message()));
    }

    @Test
    void namesTwiceAreFoundAtAnyDepthHoweverTheyAreSpelled() {
        List<Fault> faults = faults(utf8("""
                {"a": 1, "b": [{"c/d": 1, "c\\u002fd": 2}],
                 "\\u0061": {"": 1, "": 2}, "a": 3, "e": "\\ud800"}"""));
        assertEquals(
                List.of("/b/0/c~1d", "/a", "/a/", "/a", "/e"),
                faults.stream().map(Fault::path).toList());
        assertTells(faults.get(0), DefinitionFile.FLOW, "/b/0/c~1d", "line 1, column 27", "'c/d'", "second time");
    }

    @Test
    void aHundredFaultsAreToldAndTheRestCounted() {
        String twice = "{" + "\"a\":0,".repeat(250) + "\"a\":0}";
        List<Fault> faults = faults(utf8(twice));
        assertEquals(101, faults.size());
        assertTells(faults.get(99), DefinitionFile.FLOW, "/a", "column");
        assertTells(faults.get(100), DefinitionFile.FLOW, "", "There are 150 more faults");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1_000_000})
    void arraysTooDeep(int depth) {
        refused(utf8("{\"a\":" + "[".repeat(depth)), "/a" + "/0".repeat(199), "more than 200 deep", "column 205");
        refused(utf8("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}"), "/a" + "/0".repeat(199), "200 deep");
    }

    @Test
    void objectsTooDeep() {
        refused(utf8("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), "/a".repeat(200), "more than 200 deep");
    }

    @Test
    void asDeepAsIsTaken() {
        ObjectNode deep = document("{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}");
        assertEquals(deep, document(Definitions.bytes(deep)));
    }

    @Test
    void pointersThatWouldBeTooLongEndWhereTheyFit() {
        String name = "n".repeat(1_500);
        refused(
                utf8("{\"" + name + "\":{\"" + name + "\":{\"a\":NaN}}}"),
                "/" + name,
                "NaN",
                "further in; the whole pointer would be too long");
    }

    @Test
    void boundsOfNamesTextsAndNumbers() {
        document("{\"" + "n".repeat(50_000) + "\":\"" + "t".repeat(4 << 20) + "\"}");
        refused(utf8("{\"x\":{\"" + "n".repeat(50_001) + "\":1}}"), "/x", "name of more than 50000 characters");
        refused(
                utf8("{\"x\":[0,\"" + "t".repeat((4 << 20) + 1) + "\"]}"),
                "/x/1",
                "text or number of more than 4194304 characters");
        document("{\"x\":" + "9".repeat(1_000) + "}");
        refused(utf8("{\"x\":" + "9".repeat(1_001) + "}"), "/x", "number of more than 1000 characters");
        refused(utf8("{\"x\":[" + "9".repeat(100_000) + "]}"), "/x/0", "number of more than 1000 characters");
        refused(utf8("{\"x\":0." + "9".repeat(100_000) + "}"), "/x", "number of more than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e-999999999",
                "1e10001",
                "-0e99999",
                "1e99999999999999999999",
                "1E+2147483648",
                "12e-2147483648"
            })
    void numbersOutOfReach(String number) {
        refused(utf8("{\"x\":[1, " + number + "]}"), "/x/1", "line 1, column 10", "1e10000", "send it as a text");
    }

    @Test
    void aNumberThatWouldBeLongerWhenItIsWrittenAgain() {
        refused(utf8("{\"x\":1." + "3".repeat(996) + "e-6}"), "/x", "more than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "1",
                "1.0",
                "1.10",
                "-1",
                "2147483648",
                "-9223372036854775808",
                "9223372036854775807",
                "123456789012345678901234567890",
                "0.1",
                "0.30000000000000004441",
                "3.141592653589793238462643383279",
                "1e400",
                "1E-400",
                "1e10000",
                "12345e-3",
                "0e0",
                "1e0000000000000001",
                "0.000001",
                "0.0000001"
            })
    void numbersKeepEveryDigit(String number) {
        JsonNode read = document("{\"x\":" + number + "}").get("x");
        assertEquals(0, new BigDecimal(number).compareTo(read.decimalValue()));
        ObjectNode again = document(Definitions.bytes(document("{\"x\":" + number + "}")));
        assertEquals(read, again.get("x"));
        assertEquals(number.startsWith("-0"), 1 / read.doubleValue() == Double.NEGATIVE_INFINITY);
    }

    @Test
    void wholeNumbersStayWhole() {
        assertTrue(document("{\"x\":12}").get("x").isInt());
        assertTrue(document("{\"x\":12345678901}").get("x").isLong());
        assertEquals(
                BigInteger.TEN.pow(30),
                document("{\"x\":1" + "0".repeat(30) + "}").get("x").bigIntegerValue());
    }

    /** Gives a document that begins like {@code start} and goes on with one byte for long, and counts what is read. */
    private static final class Endless extends InputStream {
        private final byte[] start;
        private final byte rest;
        private long read;

        Endless(String start, char rest) {
            this.start = utf8(start);
            this.rest = (byte) rest;
        }

        @Override
        public int read() {
            return read < start.length ? start[(int) read++] : read++ < 100_000_000 ? rest : -1;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":[\"', x, 4300000, /a/0, text or number of more than 4194304",
        "'{\"a\":{\"', x, 80000, /a, name of more than 50000",
        "'{\"a\":', 7, 4300000, /a, number of more than 4194304",
        "'{\"a\":', [, 9000, '', 200 deep",
        "'{\"a\":1} ', ' ', 16777217, '', more than 16777216 bytes",
        "'{\"a\": ', ' ', 16777217, '', more than 16777216 bytes"
    })
    void aHundredMegabytesAreNotReadToTheirEnd(String start, char rest, long most, String path, String words)
            throws IOException {
        Endless in = new Endless(start, rest);
        Faults faults = new Faults();
        assertTrue(DefinitionReader.read(DefinitionFile.APP, in, faults).isEmpty());
        String place = rest == '[' ? "/a" + "/0".repeat(199) : start.endsWith(": ") ? "/a" : path;
        assertTells(faults.list().get(0), DefinitionFile.APP, place, words);
        assertTrue(in.read <= most, () -> in.read + " bytes were read");
    }

    @Test
    void asManyBytesAsAreTaken() {
        String blanks = " ".repeat((16 << 20) - 2);
        document("{" + blanks + "}");
        refused(utf8("{" + blanks + " }"), "", "more than 16777216 bytes");
    }

    @Test
    void anEnvironmentHasAMebibyteAtMost() throws IOException {
        for (int more : new int[] {0, 1}) {
            Faults faults = new Faults();
            byte[] file = utf8("{" + " ".repeat((1 << 20) - 2 + more) + "}");
            assertEquals(
                    more == 0,
                    DefinitionReader.read(DefinitionFile.ENV, new ByteArrayInputStream(file), faults)
                            .isPresent());
            assertEquals(more, faults.count());
        }
    }

    @Test
    void tooManyValues() {
        document("{\"a\":[" + "0,".repeat(199_998) + "0]}");
        refused(utf8("{\"a\":[" + "0,".repeat(199_999) + "0]}"), "/a/199999", "more than 200000 values");
    }

    @Test
    void aStreamThatFailsIsNoFault() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        assertThrows(IOException.class, () -> DefinitionReader.read(DefinitionFile.APP, failing, new Faults()));
    }

    @Test
    void theStreamStaysOpen() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream in = new ByteArrayInputStream(utf8("{}")) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        DefinitionReader.read(DefinitionFile.APP, in, new Faults());
        assertFalse(closed[0]);
    }
}
