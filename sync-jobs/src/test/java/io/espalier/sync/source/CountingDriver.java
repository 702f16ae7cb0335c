package io.espalier.sync.source;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/** {@code jdbc:counted:postgresql:...}: the same database, with its rows counted, and a cut. */
final class CountingDriver implements Driver {
  private static final String PREFIX = "jdbc:counted:";
  static final AtomicLong ROWS = new AtomicLong();

  /** After so many rows the connection is gone. */
  static final AtomicLong CUT = new AtomicLong(Long.MAX_VALUE);

  static {
    try {
      DriverManager.registerDriver(new CountingDriver());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String counted(String url) {
    return url.replaceFirst("jdbc:", PREFIX);
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    return acceptsURL(url)
        ? (Connection)
            wrapped(
                Connection.class,
                DriverManager.getConnection(url.replaceFirst(PREFIX, "jdbc:"), info))
        : null;
  }

  private static Object wrapped(Class<?> type, Object real) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          Object result;
          try {
            result = method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
          if (method.getName().equals("next")
              && Boolean.TRUE.equals(result)
              && ROWS.incrementAndGet() > CUT.get()) {
            throw new SQLException("the connection was reset", "08006");
          }
          Class<?> returned = method.getReturnType();
          return result != null
                  && (returned == Statement.class
                      || returned == PreparedStatement.class
                      || returned == ResultSet.class)
              ? wrapped(returned, result)
              : result;
        });
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
