import java.io.File;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Prints count, p50 and p99 (µs) of every interval of an HdrHistogram log, one interval a line. */
public class ReadHlog {
    public static void main(String[] arguments) throws Exception {
        HistogramLogReader reader = new HistogramLogReader(new File(arguments[0]));
        while (reader.hasNext()) {
            Histogram interval = (Histogram) reader.nextIntervalHistogram();
            if (interval == null) break;
            System.out.println(
                interval.getTotalCount() + " " + interval.getValueAtPercentile(50) + " " + interval.getValueAtPercentile(99));
        }
    }
}
