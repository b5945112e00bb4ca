@echo off
rem Starts Postern: the console without arguments, a command with them. Needs Java 25 or newer in POSTERN_JAVA, JAVA_HOME or on the PATH.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA_EXE=java"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
if exist "%HOME_DIR%\runtime\bin\java.exe" set "JAVA_EXE=%HOME_DIR%\runtime\bin\java.exe"
if defined POSTERN_JAVA set "JAVA_EXE=%POSTERN_JAVA%\bin\java.exe"
if "%~1"=="" (
  "%JAVA_EXE%" --module-path "%HOME_DIR%\lib\javafx" --add-modules javafx.controls --add-exports javafx.base/com.sun.javafx.event=ALL-UNNAMED --enable-native-access=javafx.graphics -cp "%HOME_DIR%\lib\*" org.postern.app.Main
) else (
  "%JAVA_EXE%" -XX:+UseSerialGC -cp "%HOME_DIR%\lib\*" org.postern.app.Main %*
)
exit /b %ERRORLEVEL%
