package dev.modeldock.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar with more than files in it. */
final class LinkedTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    /** Also at an absolute name, which no tool would write. */
    LinkedTar file(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    LinkedTar hard(String name, String target) throws IOException {
        return link(name, TarConstants.LF_LINK, target);
    }

    LinkedTar symbolic(String name, String target) throws IOException {
        return link(name, TarConstants.LF_SYMLINK, target);
    }

    LinkedTar device(String name) throws IOException {
        return link(name, TarConstants.LF_CHR, "");
    }

    LinkedTar directory(String name) throws IOException {
        return link(name, TarConstants.LF_DIR, "");
    }

    private LinkedTar link(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        tar.close();
        return bytes.toByteArray();
    }
}
