import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.StringLoader;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Renders one template a line; see README.md. */
public class Observe {
  static Map<String,Object> context() {
    Map<String,Object> d = new LinkedHashMap<>();
    d.put("bucket","my-bucket"); d.put("path","a/b"); d.put("compression","GZIP"); d.put("fileType","CSV");
    d.put("blank","  "); d.put("empty",""); d.put("zero",0L); d.put("one",1L); d.put("t",true); d.put("f",false);
    d.put("nullv",null); d.put("list",new ArrayList<>(Arrays.asList("x","y"))); d.put("emptyMap",new LinkedHashMap<>());
    d.put("kebab-name","kn"); d.put("amp","<a&b>'\"");
    Map<String,Object> c = new LinkedHashMap<>();
    c.put("delimiter","\t"); c.put("quote","\""); c.put("escape","\\"); c.put("nul","\u0000"); c.put("emptyValue","");
    d.put("csvOptions",c);
    d.put("half",0.5d); d.put("big",12345678.9d); d.put("million",1000000L); d.put("minus",-7L);
    d.put("numbers",new ArrayList<>(Arrays.asList(3L,1L,2L))); d.put("emoji","a\ud83d\ude00b"); d.put("umlaut","straße ÄÖ");
    d.put("nested",new ArrayList<>(Arrays.asList(new ArrayList<>(Arrays.asList(1L,null)),"z")));
    d.put("text","Some words, and 'more' \"words\"\nline two\t<tab> / \\ {x} é €");
    d.put("when","2022-02-08T18:34:24.000+0000"); d.put("epoch",1644345264123L);
    Map<String,Object> m = new HashMap<>(); m.put("customerData", d); return m;
  }
  public static void main(String[] a) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC")); Locale.setDefault(Locale.ENGLISH);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(System.out, false, "US-ASCII");
    String line;
    while ((line = in.readLine()) != null) {
      String[] parts = line.split(" ", 2);
      boolean esc = parts[0].equals("1");
      String t = new String(Base64.getDecoder().decode(parts.length > 1 ? parts[1] : ""), StandardCharsets.UTF_16BE);
      String res;
      try {
        PebbleEngine e = new PebbleEngine.Builder().loader(new StringLoader()).autoEscaping(esc).cacheActive(false).defaultLocale(Locale.ENGLISH).build();
        StringWriter w = new StringWriter();
        e.getTemplate(t).evaluate(w, context());
        res = "ok " + Base64.getEncoder().encodeToString(w.toString().getBytes(StandardCharsets.UTF_16BE));
      } catch (Throwable x) {
        String m = String.valueOf(x.getMessage()); Throwable c = x.getCause();
        if (c != null) m += " <- " + c;
        res = "error " + Base64.getEncoder().encodeToString((x.getClass().getSimpleName() + ": " + m).getBytes(StandardCharsets.UTF_16BE));
      }
      out.println(res);
    }
    out.flush();
  }
}
