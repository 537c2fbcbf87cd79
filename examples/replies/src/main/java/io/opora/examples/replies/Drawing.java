package io.opora.examples.replies;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A report as an SVG image: how much is answered to the right, how much of that is right upwards. */
final class Drawing {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int SIDE = WIDTH - LEFT - 30;
    private static final int RISE = HEIGHT - TOP - 90;
    private static final int STEPS = 100;

    private Drawing() {}

    static String of(Report report) {
        StringBuilder svg = new StringBuilder(8_000);
        line(svg, String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT));
        line(svg, "<title>Right suggestions against answered messages</title>");
        line(svg, String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT));
        line(svg, String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"28\" font-size=\"16\" font-weight=\"bold\">%d messages, %d of them fit no template"
                        + "</text>",
                LEFT, report.messages(), report.unfitting()));
        for (int percent = 0; percent <= 100; percent += 20) {
            double share = percent / 100.0;
            line(svg, String.format(Locale.ROOT, "<path d=\"M%s %dH%d\" stroke=\"#dddddd\"/>", number(LEFT), y(share),
                    LEFT + SIDE));
            line(svg, String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d %%</text>", LEFT - 8,
                    y(share) + 4, percent));
            line(svg,
                    String.format(Locale.ROOT, "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%d %%</text>",
                            number(x(share)), TOP + RISE + 20,
                            percent));
        }
        line(svg, String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">answered, of the messages that some template fits</text>",
                LEFT + SIDE / 2, TOP + RISE + 42));
        List<Report.Point> points = report.points(STEPS);
        curve(svg, points, Report.Point::right, "#1f6feb");
        if (report.unfitting() > 0) {
            curve(svg, points, Report.Point::silent, "#b35900");
        }
        for (Report.Point point : report.points(10)) {
            line(svg, String.format(Locale.ROOT,
                    "<circle cx=\"%s\" cy=\"%d\" r=\"4\" fill=\"#1f6feb\"><title>accepting %.0f %% wrong: %.1f %% answered, "
                            + "%.1f %% right</title></circle>",
                    number(x(point.answered())), y(point.right()),
                    100 * point.accept(), 100 * point.answered(), 100 * point.right()));
        }
        line(svg, String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" fill=\"#1f6feb\">right, of the suggestions</text>", LEFT, HEIGHT - 18));
        line(svg,
                String.format(Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" fill=\"#b35900\">silent, of the messages that no template fits</text>",
                        LEFT + 220, HEIGHT - 18));
        line(svg, "</svg>");
        return svg.toString();
    }

    private static void curve(StringBuilder svg, List<Report.Point> points, ToDoubleFunction<Report.Point> height,
            String colour) {
        StringBuilder path = new StringBuilder();
        for (Report.Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L').append(number(x(point.answered()))).append(' ')
                    .append(y(height.applyAsDouble(point)));
        }
        line(svg, String.format(Locale.ROOT, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path,
                colour));
    }

    private static double x(double share) {
        return LEFT + share * SIDE;
    }

    private static int y(double share) {
        return (int) Math.round(TOP + (1 - share) * RISE);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static void line(StringBuilder svg, String line) {
        svg.append(line).append('\n');
    }
}
