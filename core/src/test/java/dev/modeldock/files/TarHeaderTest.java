package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TarHeaderTest {
    private static byte[] block() {
        return Arrays.copyOf(new TarMaker().file("name", "").bytes(), 512);
    }

    private static byte[] withSize(byte[] field) {
        byte[] block = block();
        System.arraycopy(field, 0, block, 124, field.length);
        return block;
    }

    @Test
    void readsSizesInOctalAndBinary() {
        assertEquals(
                511,
                TarHeader.parse(withSize("     000777 ".getBytes(StandardCharsets.US_ASCII)))
                        .size());
        assertEquals(0, TarHeader.parse(withSize(new byte[12])).size());
        byte[] binary =
                ByteBuffer.allocate(12).putInt(0x80000000).putLong(5L << 40).array();
        assertEquals(5L << 40, TarHeader.parse(withSize(binary)).size());
    }

    @Test
    void refusesSizesThatAreNoNumbers() {
        byte[] huge = new byte[12];
        Arrays.fill(huge, (byte) 0xFF);
        byte[] text = "00000x00777 ".getBytes(StandardCharsets.US_ASCII);
        for (byte[] field : new byte[][] {huge, text}) {
            DockException refusal = assertThrows(DockException.class, () -> TarHeader.parse(withSize(field)));
            assertTrue(refusal.getMessage().contains("no number"), refusal.getMessage());
        }
    }

    @Test
    void tellsHeadersByTheirChecksum() {
        assertTrue(TarHeader.isHeader(block()));
        assertFalse(TarHeader.isHeader(new byte[512]));
        for (int i = 0; i < 512; i++) {
            byte[] other = block();
            other[i] ^= 0x04;
            assertFalse(TarHeader.isHeader(other), "with byte " + i + " changed");
        }
    }

    @Test
    void joinsThePrefixOfPosixOnly() {
        byte[] block = block();
        block[345] = 'p';
        assertEquals("'p/name'", TarHeader.parse(block).shown());
        block[262] = ' ';
        assertEquals("'name'", TarHeader.parse(block).shown());
    }
}
