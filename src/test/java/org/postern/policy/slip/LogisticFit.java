package org.postern.policy.slip;

import java.util.List;

/**
 * Logistic regression by Newton's method with a ridge: deterministic, a few seconds for fifty
 * thousand examples.
 */
final class LogisticFit {

  /**
   * One example.
   *
   * @param x features
   * @param slip whether it is a slip
   * @param weight how much it counts
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Example(double[] x, boolean slip, double weight) {}

  private static final int MAX_STEPS = 25;
  private static final double DONE = 1e-3;

  private LogisticFit() {}

  static double[] fit(List<Example> examples, double[] start, double ridge) {
    double[] w = start.clone();
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] gradient = new double[w.length];
      double[][] hessian = new double[w.length][w.length];
      accumulate(examples, w, ridge, gradient, hessian);
      double[] direction = solve(hessian, gradient);
      double[] next = damped(examples, w, direction, ridge);
      double moved = 0;
      for (int a = 0; a < w.length; a++) {
        moved = Math.max(moved, Math.abs(next[a] - w[a]));
      }
      w = next;
      if (moved < DONE) {
        break;
      }
    }
    return w;
  }

  static double dot(double[] w, double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += w[i] * x[i];
    }
    return sum;
  }

  private static void accumulate(
      List<Example> examples, double[] w, double ridge, double[] gradient, double[][] hessian) {
    for (Example e : examples) {
      double p = 1 / (1 + Math.exp(-dot(w, e.x)));
      double error = e.weight * (p - (e.slip ? 1 : 0));
      double curve = e.weight * p * (1 - p) + 1e-9;
      for (int a = 0; a < w.length; a++) {
        if (e.x[a] != 0) {
          gradient[a] += error * e.x[a];
          for (int b = 0; b <= a; b++) {
            hessian[a][b] += curve * e.x[a] * e.x[b];
          }
        }
      }
    }
    for (int a = 0; a < w.length; a++) {
      gradient[a] += ridge * w[a];
      hessian[a][a] += ridge;
    }
  }

  /** A Newton step, halved until the loss does not grow. */
  private static double[] damped(
      List<Example> examples, double[] w, double[] direction, double ridge) {
    double before = loss(examples, w, ridge);
    double[] next = w;
    for (double scale = 1; scale > 1e-6; scale /= 2) {
      next = w.clone();
      for (int a = 0; a < w.length; a++) {
        next[a] -= scale * direction[a];
      }
      if (loss(examples, next, ridge) <= before) {
        break;
      }
    }
    return next;
  }

  private static double loss(List<Example> examples, double[] w, double ridge) {
    double loss = 0;
    for (Example e : examples) {
      double z = dot(w, e.x) * (e.slip ? -1 : 1);
      loss += e.weight * (z > 30 ? z : Math.log1p(Math.exp(z)));
    }
    for (double v : w) {
      loss += ridge * v * v / 2;
    }
    return loss;
  }

  /** Cholesky: the matrix is positive definite by its ridge; its lower half is given. */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j][j];
      }
    }
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i][k] * x[k];
      }
      x[i] /= l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= l[k][i] * x[k];
      }
      x[i] /= l[i][i];
    }
    return x;
  }
}
