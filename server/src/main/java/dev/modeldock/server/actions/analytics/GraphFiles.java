package dev.modeldock.server.actions.analytics;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.w3c.dom.Document;

/**
 * Writes pages as a PDF, and the same pages one below the other as SVG and PNG. Same pages, same bytes.
 *
 * @param painter of pages
 */
record GraphFiles(Path directory, PagePainter painter) {
    private static final double MOST_PIXELS = 12e6;
    private static final String SVG = "http://www.w3.org/2000/svg";

    void write(String name, List<Page> pages) throws IOException {
        pdf(directory.resolve(name + ".pdf"), pages);
        svg(directory.resolve(name + ".svg"), pages);
        png(directory.resolve(name + ".png"), pages);
    }

    private void pdf(Path file, List<Page> pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            // Else it would be made of the time.
            document.setDocumentId(1L);
            for (Page each : pages) {
                PDPage page = new PDPage(new PDRectangle(painter.width(), painter.height()));
                document.addPage(page);
                PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, painter.width(), painter.height());
                painter.paint(each, graphics);
                graphics.dispose();
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawForm(graphics.getXFormObject());
                }
            }
            document.save(file.toFile());
        }
    }

    private void svg(Path file, List<Page> pages) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(document());
        graphics.setSVGCanvasSize(new Dimension(painter.width(), painter.height() * pages.size()));
        paint(pages, graphics);
        // Batik's own writer names a DTD, which readers would fetch.
        try (OutputStream out = Files.newOutputStream(file)) {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.newTransformer().transform(new DOMSource(graphics.getRoot()), new StreamResult(out));
        } catch (TransformerException e) {
            throw new IOException("The SVG " + file.getFileName() + " could not be written: " + e.getMessage(), e);
        }
        graphics.dispose();
    }

    private static Document document() throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().getDOMImplementation().createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IOException("This Java cannot make XML: " + e.getMessage(), e);
        }
    }

    private void png(Path file, List<Page> pages) throws IOException {
        double pixels = (double) painter.width() * painter.height() * pages.size();
        double scale = Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
        BufferedImage image = new BufferedImage(
                Math.max(1, (int) (painter.width() * scale)),
                Math.max(1, (int) (painter.height() * pages.size() * scale)),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(scale, scale);
        paint(pages, graphics);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private void paint(List<Page> pages, Graphics2D graphics) {
        for (Page each : pages) {
            painter.paint(each, graphics);
            graphics.translate(0, painter.height());
        }
    }
}
