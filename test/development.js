/** Specs run what is for development alone, the identity that lets anybody be anybody; Jest says that they are something else. */
process.env.NODE_ENV = 'development';
